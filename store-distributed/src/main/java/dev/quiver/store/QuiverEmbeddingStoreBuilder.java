package dev.quiver.store;

import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.shard.ShardHost;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Opens a {@link QuiverEmbeddingStore}. What is left out comes from the stored collection, or is
 * the documented default for a new one. Not thread-safe.
 */
public final class QuiverEmbeddingStoreBuilder {
  private static final int MAX_NODES = 1_000;
  private static final int MAX_SHARDS = 10_000;
  private static final int MAX_VIRTUAL_NODES = 10_000;
  private static final int MAX_DIMENSION = 4_096;
  private static final int MAX_METADATA_KEYS = 1_000_000;

  private final StoreDraft draft = new StoreDraft();

  QuiverEmbeddingStoreBuilder() {}

  /** Where the nodes keep their data. Left out: a temporary directory, deleted at close. */
  public QuiverEmbeddingStoreBuilder directory(Path path) {
    draft.directory = Check.present("directory", path);
    return this;
  }

  /** A directory for each node, instead of folders below one. */
  public QuiverEmbeddingStoreBuilder nodeDirectories(List<Path> paths) {
    List<Path> given = Check.present("nodeDirectories", paths);
    if (given.isEmpty()) {
      throw new IllegalArgumentException("nodeDirectories must name a directory, but was []");
    }
    given.forEach(path -> Check.present("a path of nodeDirectories", path));
    draft.nodeDirectories = List.copyOf(given);
    return this;
  }

  public QuiverEmbeddingStoreBuilder collection(String name) {
    draft.collection = CollectionSettings.requireName(Check.present("collection", name));
    return this;
  }

  /**
   * Whether a collection that is not there is refused, with what is there instead, and not made: a
   * mistyped name or directory would be a new, empty one. Left out: false.
   */
  public QuiverEmbeddingStoreBuilder mustExist(boolean must) {
    draft.mustExist = must;
    return this;
  }

  /** The length of all vectors. Left out: that of the first one written. */
  public QuiverEmbeddingStoreBuilder dimension(int components) {
    draft.dimension = Check.between("dimension", components, 1, MAX_DIMENSION);
    return this;
  }

  public QuiverEmbeddingStoreBuilder metric(Metric value) {
    draft.metric = Check.present("metric", value);
    return this;
  }

  /** How many embedded shard nodes: {@code node-0}, {@code node-1}, ... */
  public QuiverEmbeddingStoreBuilder nodes(int count) {
    draft.nodes = Check.between("nodes", count, 1, MAX_NODES);
    return this;
  }

  /** Left out: as many as there are nodes. */
  public QuiverEmbeddingStoreBuilder shards(int count) {
    draft.shards = Check.between("shards", count, 1, MAX_SHARDS);
    return this;
  }

  /** Copies of every shard, at most as many as there are nodes. */
  public QuiverEmbeddingStoreBuilder replicas(int count) {
    draft.replicas = Check.between("replicas", count, 1, MAX_NODES);
    return this;
  }

  public QuiverEmbeddingStoreBuilder sharding(Sharding rule) {
    draft.sharding = Check.present("sharding", rule);
    return this;
  }

  /** Points a node has on the ring that places shards on nodes. */
  public QuiverEmbeddingStoreBuilder virtualNodes(int count) {
    draft.virtualNodes = Check.between("virtualNodes", count, 1, MAX_VIRTUAL_NODES);
    return this;
  }

  public QuiverEmbeddingStoreBuilder routing(Routing policy) {
    draft.routing = Check.present("routing", policy);
    return this;
  }

  public QuiverEmbeddingStoreBuilder consistency(Consistency level) {
    draft.consistency = Check.present("consistency", level);
    return this;
  }

  public QuiverEmbeddingStoreBuilder durability(Durability level) {
    draft.durability = Check.present("durability", level);
    return this;
  }

  public QuiverEmbeddingStoreBuilder index(IndexOptions options) {
    draft.index = Check.present("index", options);
    return this;
  }

  public QuiverEmbeddingStoreBuilder searchMode(SearchMode mode) {
    draft.searchMode = Check.present("searchMode", mode);
    return this;
  }

  /** How texts are indexed. Left out: {@link TextAnalysis#ENGLISH}. */
  public QuiverEmbeddingStoreBuilder textAnalysis(TextAnalysis analysis) {
    draft.textAnalysis = Check.present("textAnalysis", analysis);
    return this;
  }

  /** The metadata key whose value, not the id, decides the shard. */
  public QuiverEmbeddingStoreBuilder partitionKey(String key) {
    draft.partitionKey = Check.notBlank("partitionKey", key);
    return this;
  }

  /** The metadata key that every search, count, scan and removal must fix. */
  public QuiverEmbeddingStoreBuilder requireFilterOn(String key) {
    draft.requireFilterOn = Check.notBlank("requireFilterOn", key);
    return this;
  }

  /**
   * How many distinct metadata keys the collection may get, 10,000 unless said here: each becomes
   * fields of its indexes, which stay when the last record that had the key is gone.
   */
  public QuiverEmbeddingStoreBuilder metadataKeyLimit(int keys) {
    draft.metadataKeyLimit = Check.between("metadataKeyLimit", keys, 1, MAX_METADATA_KEYS);
    return this;
  }

  /** Where answers are kept; left out, every search asks the shards. */
  public QuiverEmbeddingStoreBuilder cache(CacheOptions options) {
    draft.cache = Check.present("cache", options);
    return this;
  }

  /** One deadline for the whole of a search. */
  public QuiverEmbeddingStoreBuilder searchTimeout(Duration timeout) {
    draft.searchTimeout = Check.positive("searchTimeout", timeout);
    return this;
  }

  /**
   * How long one command of a write may take, and the wait between two answers of a call: a call
   * with many records is many commands, and goes on for as long as they are answered.
   */
  public QuiverEmbeddingStoreBuilder writeTimeout(Duration timeout) {
    draft.writeTimeout = Check.positive("writeTimeout", timeout);
    return this;
  }

  /** Whether a search may answer from some of the shards. */
  public QuiverEmbeddingStoreBuilder allowPartial(boolean allow) {
    draft.allowPartial = allow;
    return this;
  }

  /** Bytes of memory that count as all a node may take, when its load is scored. */
  public QuiverEmbeddingStoreBuilder nodeMemoryLimit(long bytes) {
    draft.nodeMemoryLimit = Check.atLeast("nodeMemoryLimit", bytes, 1);
    return this;
  }

  /** Whether opening reads the index into memory. */
  public QuiverEmbeddingStoreBuilder preload(boolean load) {
    draft.preload = load;
    return this;
  }

  /** How often the nodes' loads are sampled. */
  public QuiverEmbeddingStoreBuilder loadInterval(Duration interval) {
    draft.loadInterval = Check.positive("loadInterval", interval);
    return this;
  }

  /**
   * What made the vectors; kept with the collection from the first time it is said, and refused
   * when it changes.
   */
  public QuiverEmbeddingStoreBuilder modelName(String name) {
    draft.modelName = Check.notBlank("modelName", name);
    return this;
  }

  /** Where to report what the store does; needs Micrometer on the class path. */
  public QuiverEmbeddingStoreBuilder meterRegistry(MeterRegistry registry) {
    draft.meterRegistry = registry;
    return this;
  }

  /** For those who try what a store does about faults. */
  QuiverEmbeddingStoreBuilder way(UnaryOperator<ShardHost> between) {
    draft.way = between;
    return this;
  }

  /** For those who measure what nodes bring that do not share processors. */
  QuiverEmbeddingStoreBuilder workersPerNode(int count) {
    draft.workersPerNode = count;
    return this;
  }

  public QuiverEmbeddingStore build() {
    return draft.open();
  }
}
