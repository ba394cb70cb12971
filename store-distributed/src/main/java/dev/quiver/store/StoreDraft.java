package dev.quiver.store;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.cluster.ClusterLocation;
import dev.quiver.store.internal.cluster.ClusterOptions;
import dev.quiver.store.internal.cluster.CollectionHandle;
import dev.quiver.store.internal.cluster.CollectionRequest;
import dev.quiver.store.internal.cluster.Serving;
import dev.quiver.store.internal.meter.CallMeters;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.meter.MicrometerCallMeters;
import dev.quiver.store.internal.meter.MicrometerMeters;
import dev.quiver.store.internal.model.AnalysisKind;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.ShardingKind;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.shard.ShardHost;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a builder was told so far, and how that opens a store. */
final class StoreDraft {
  static final String DEFAULT_COLLECTION = "default";
  static final Duration DEFAULT_LOAD_INTERVAL = Duration.ofSeconds(5);

  @Nullable Path directory;
  List<Path> nodeDirectories = List.of();
  String collection = DEFAULT_COLLECTION;
  @Nullable Integer dimension;
  @Nullable Metric metric;
  @Nullable Integer nodes;
  @Nullable Integer shards;
  @Nullable Integer replicas;
  @Nullable Sharding sharding;
  @Nullable Integer virtualNodes;
  Routing routing = Routing.leastLoaded();
  Consistency consistency = Consistency.strong();
  Durability durability = Durability.everyWrite();
  @Nullable IndexOptions index;
  SearchMode searchMode = SearchMode.VECTOR;
  @Nullable TextAnalysis textAnalysis;
  @Nullable String partitionKey;
  @Nullable String requireFilterOn;
  int metadataKeyLimit = StoreSettings.DEFAULT_METADATA_KEYS;
  boolean strictFilters;
  Duration searchTimeout = StoreSettings.DEFAULT_TIMEOUT;
  Duration writeTimeout = StoreSettings.DEFAULT_TIMEOUT;
  boolean allowPartial;
  @Nullable Long nodeMemoryLimit;
  boolean preload;
  Duration loadInterval = DEFAULT_LOAD_INTERVAL;
  @Nullable String modelName;
  @Nullable MeterRegistry meterRegistry;
  @Nullable CacheOptions cache;
  boolean mustExist;

  /** Threads that search on each node; null: as many as there are processors. */
  @Nullable Integer workersPerNode;

  /** What lies between the readers and each node: nothing, unless faults are to be tried. */
  UnaryOperator<ShardHost> way = UnaryOperator.identity();

  QuiverEmbeddingStore open() {
    boolean temporary = directory == null && nodeDirectories.isEmpty();
    var settings =
        new StoreSettings(
            consistency,
            searchMode,
            searchTimeout,
            writeTimeout,
            allowPartial,
            requireFilterOn,
            metadataKeyLimit,
            strictFilters);
    ClusterLocation given = temporary ? null : new ClusterLocation(directory, nodeDirectories);
    CollectionRequest request = request();
    request.requirePossible(given, nodes);
    if (request.analysis() != null) {
      SearchTranslation.checkMode(searchMode, collection, request.analysis());
    }
    var serving = new Serving(routingPolicy(), meters(), way); // may fail, so before any directory
    ClusterLocation location = given == null ? ClusterLocation.below(temporaryDirectory()) : given;
    var options =
        new ClusterOptions(
            nodes,
            temporary,
            flushInterval(temporary),
            nodeMemoryLimit,
            loadInterval,
            preload,
            null,
            workersPerNode);
    CollectionHandle handle = CollectionHandle.open(location, options, request, serving);
    try {
      checkWeights(handle);
      SearchTranslation.checkMode(searchMode, collection, handle.settings().index().analysis());
      settleDimension(handle);
      return new QuiverEmbeddingStore(
          handle,
          settings,
          callMeters(),
          AnswerCaches.searches(cache, meterRegistry, collection, durability),
          temporary ? "a temporary directory, " + location : location.toString());
    } catch (RuntimeException | Error refused) {
      handle.close();
      throw refused;
    }
  }

  private Meters meters() {
    return meterRegistry == null ? Meters.NONE : new MicrometerMeters(meterRegistry, collection);
  }

  private CallMeters callMeters() {
    return meterRegistry == null
        ? CallMeters.NONE
        : new MicrometerCallMeters(meterRegistry, collection);
  }

  private void checkWeights(CollectionHandle handle) {
    if (!(routing instanceof Routing.WeightedRoundRobin(var weights))) {
      return;
    }
    List<String> nodeNames =
        handle.picture().nodes().stream().map(node -> node.node().value()).toList();
    var unknown = new TreeSet<>(weights.keySet());
    nodeNames.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "weights must be of nodes " + nodeNames + ", but name " + unknown);
    }
  }

  /** A collection that was made without may get one when it is opened again. */
  private void settleDimension(CollectionHandle handle) {
    if (dimension != null && handle.dimension() == 0) {
      handle.settleDimension(dimension, writeTimeout);
    }
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("quiver-");
    } catch (IOException failed) {
      throw new StoreUnavailableException("no temporary directory can be made: " + failed, failed);
    }
  }

  /** What is deleted at close need not survive a crash. */
  private @Nullable Duration flushInterval(boolean temporary) {
    return switch (durability) {
      case Durability.Interval(var interval) -> interval;
      case Durability.EveryWrite() -> temporary ? Duration.ofMinutes(1) : null;
    };
  }

  private CollectionRequest request() {
    List<String> bounds = sharding instanceof Sharding.Range range ? range.bounds() : List.of();
    var request =
        new CollectionRequest(
            collection,
            dimension,
            metric == null ? null : Similarity.valueOf(metric.name()),
            shards,
            shardingKind(),
            bounds,
            virtualNodes,
            replicas,
            partitionKey,
            modelName,
            indexSettings(),
            textAnalysis == null ? null : AnalysisKind.valueOf(textAnalysis.name()));
    return request.withMustExist(mustExist);
  }

  private @Nullable ShardingKind shardingKind() {
    return switch (sharding) {
      case null -> null;
      case Sharding.ConsistentHash() -> ShardingKind.CONSISTENT_HASH;
      case Sharding.Hash() -> ShardingKind.HASH;
      case Sharding.Range range -> ShardingKind.RANGE;
    };
  }

  private @Nullable IndexSettings indexSettings() {
    return index == null
        ? null
        : new IndexSettings(
            index.m(),
            index.efConstruction(),
            index.quantization() == Quantization.INT8,
            index.targetRecall());
  }

  private RoutingPolicy routingPolicy() {
    return switch (routing) {
      case Routing.LeastLoaded() -> RoutingPolicy.leastLoaded();
      case Routing.TwoChoices() -> RoutingPolicy.twoChoices();
      case Routing.RoundRobin() -> RoutingPolicy.roundRobin();
      case Routing.LeastConnections() -> RoutingPolicy.leastConnections();
      case Routing.ConsistentHash() -> RoutingPolicy.consistentHash();
      case Routing.WeightedRoundRobin(var weights) -> {
        var byNode = new TreeMap<NodeId, Integer>();
        weights.forEach((node, weight) -> byNode.put(new NodeId(node), weight));
        yield RoutingPolicy.weightedRoundRobin(byNode);
      }
    };
  }
}
