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

  /**
   * Where the nodes keep their data. A directory that holds a collection of this name opens it; a
   * new or empty one makes it. Left out: a temporary directory, deleted at close.
   */
  public QuiverEmbeddingStoreBuilder directory(Path path) {
    draft.directory = Check.present("directory", path);
    return this;
  }

  /** A directory for each node. Left out: folders below {@link #directory}. */
  public QuiverEmbeddingStoreBuilder nodeDirectories(List<Path> paths) {
    List<Path> given = Check.present("nodeDirectories", paths);
    if (given.isEmpty()) {
      throw new IllegalArgumentException("nodeDirectories must name a directory, but was []");
    }
    given.forEach(path -> Check.present("a path of nodeDirectories", path));
    draft.nodeDirectories = List.copyOf(given);
    return this;
  }

  /**
   * The name of the collection: letters, digits, dot, underscore and hyphen, 63 at most, the first
   * a letter or digit. Several may share a directory and its nodes. Left out: {@code "default"}.
   */
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

  /**
   * The length of all vectors, 1 to 4,096, fixed for the collection's life. Left out: that of the
   * first one written.
   */
  public QuiverEmbeddingStoreBuilder dimension(int components) {
    draft.dimension = Check.between("dimension", components, 1, MAX_DIMENSION);
    return this;
  }

  /** How near two vectors are, fixed for the collection's life. Left out: {@link Metric#COSINE}. */
  public QuiverEmbeddingStoreBuilder metric(Metric value) {
    draft.metric = Check.present("metric", value);
    return this;
  }

  /**
   * How many embedded shard nodes, {@code node-0}, {@code node-1}, ..., fixed for the directory's
   * life. Left out: as many as the directory has, 1 in a new one.
   */
  public QuiverEmbeddingStoreBuilder nodes(int count) {
    draft.nodes = Check.between("nodes", count, 1, MAX_NODES);
    return this;
  }

  /**
   * Parts of the collection, fixed for its life. Left out: as many as there are nodes, or as the
   * bounds of {@link Sharding#range} make.
   */
  public QuiverEmbeddingStoreBuilder shards(int count) {
    draft.shards = Check.between("shards", count, 1, MAX_SHARDS);
    return this;
  }

  /**
   * Copies of every shard, at most as many as there are nodes, fixed for the collection's life.
   * Left out: 1. Three keep reads and writes alive when a node is lost, two keep reads alive.
   */
  public QuiverEmbeddingStoreBuilder replicas(int count) {
    draft.replicas = Check.between("replicas", count, 1, MAX_NODES);
    return this;
  }

  /**
   * How a record's key decides its shard, fixed for the collection's life. Left out: {@link
   * Sharding#consistentHash()}.
   */
  public QuiverEmbeddingStoreBuilder sharding(Sharding rule) {
    draft.sharding = Check.present("sharding", rule);
    return this;
  }

  /**
   * Points a node has on the ring that places shards on nodes, fixed for the collection's life.
   * Left out: 150.
   */
  public QuiverEmbeddingStoreBuilder virtualNodes(int count) {
    draft.virtualNodes = Check.between("virtualNodes", count, 1, MAX_VIRTUAL_NODES);
    return this;
  }

  /** How a replica is chosen for a read. Left out: {@link Routing#leastLoaded()}. */
  public QuiverEmbeddingStoreBuilder routing(Routing policy) {
    draft.routing = Check.present("routing", policy);
    return this;
  }

  /** How much of what was written a read must see. Left out: {@link Consistency#strong()}. */
  public QuiverEmbeddingStoreBuilder consistency(Consistency level) {
    draft.consistency = Check.present("consistency", level);
    return this;
  }

  /** When a write counts as safe. Left out: {@link Durability#everyWrite()}. */
  public QuiverEmbeddingStoreBuilder durability(Durability level) {
    draft.durability = Check.present("durability", level);
    return this;
  }

  /**
   * How vectors are indexed; holds for what is written from now on. Left out: as stored, {@link
   * IndexOptions#defaults()} for a new collection.
   */
  public QuiverEmbeddingStoreBuilder index(IndexOptions options) {
    draft.index = Check.present("index", options);
    return this;
  }

  /** What searches rank by. Left out: {@link SearchMode#VECTOR}. */
  public QuiverEmbeddingStoreBuilder searchMode(SearchMode mode) {
    draft.searchMode = Check.present("searchMode", mode);
    return this;
  }

  /**
   * How texts are indexed, fixed for the collection's life. Left out: {@link TextAnalysis#ENGLISH}.
   */
  public QuiverEmbeddingStoreBuilder textAnalysis(TextAnalysis analysis) {
    draft.textAnalysis = Check.present("textAnalysis", analysis);
    return this;
  }

  /**
   * The metadata key whose value, not the id, decides the shard, fixed for the collection's life. A
   * record without it is refused. Left out: the id decides.
   */
  public QuiverEmbeddingStoreBuilder partitionKey(String key) {
    draft.partitionKey = Check.notBlank("partitionKey", key);
    return this;
  }

  /**
   * The metadata key that every search, count, scan and removal must fix by {@code IsEqualTo} or
   * {@code IsIn}; calls that do not are refused. Left out: none.
   */
  public QuiverEmbeddingStoreBuilder requireFilterOn(String key) {
    draft.requireFilterOn = Check.notBlank("requireFilterOn", key);
    return this;
  }

  /**
   * How many distinct metadata keys the collection may get: each becomes fields of its indexes,
   * which stay when the last record that had the key is gone. Left out: 10,000.
   */
  public QuiverEmbeddingStoreBuilder metadataKeyLimit(int keys) {
    draft.metadataKeyLimit = Check.between("metadataKeyLimit", keys, 1, MAX_METADATA_KEYS);
    return this;
  }

  /**
   * Whether a filter is refused that compares with a value of another kind (string, number or UUID)
   * than all values under its key, and so finds nothing; the shards may then have to be asked once
   * more. Left out: false, which logs one warning for each key and kind.
   */
  public QuiverEmbeddingStoreBuilder strictFilters(boolean refuse) {
    draft.strictFilters = refuse;
    return this;
  }

  /** Where answers are kept. Left out: nowhere, every search asks the shards. */
  public QuiverEmbeddingStoreBuilder cache(CacheOptions options) {
    draft.cache = Check.present("cache", options);
    return this;
  }

  /** One deadline for the whole of a search. Left out: 10 seconds. */
  public QuiverEmbeddingStoreBuilder searchTimeout(Duration timeout) {
    draft.searchTimeout = Check.positive("searchTimeout", timeout);
    return this;
  }

  /**
   * How long one command of a write may take, and the wait between two answers of a call: a call
   * with many records is many commands, and goes on for as long as they are answered. Left out: 10
   * seconds.
   */
  public QuiverEmbeddingStoreBuilder writeTimeout(Duration timeout) {
    draft.writeTimeout = Check.positive("writeTimeout", timeout);
    return this;
  }

  /**
   * Whether a search may answer from some of the shards where not all do. Left out: false, it then
   * fails and names those that are missing.
   */
  public QuiverEmbeddingStoreBuilder allowPartial(boolean allow) {
    draft.allowPartial = allow;
    return this;
  }

  /**
   * Bytes of memory that count as all a node may take, when its load is scored. Left out: 70 % of
   * what the machine has beside the heap, shared out among the nodes.
   */
  public QuiverEmbeddingStoreBuilder nodeMemoryLimit(long bytes) {
    draft.nodeMemoryLimit = Check.atLeast("nodeMemoryLimit", bytes, 1);
    return this;
  }

  /** Whether opening reads the index into memory. Left out: false, searches do. */
  public QuiverEmbeddingStoreBuilder preload(boolean load) {
    draft.preload = load;
    return this;
  }

  /** How often the nodes' loads are sampled. Left out: every 5 seconds. */
  public QuiverEmbeddingStoreBuilder loadInterval(Duration interval) {
    draft.loadInterval = Check.positive("loadInterval", interval);
    return this;
  }

  /**
   * What made the vectors; kept with the collection from the first time it is said, and refused
   * when it changes. Left out: nothing is kept or compared.
   */
  public QuiverEmbeddingStoreBuilder modelName(String name) {
    draft.modelName = Check.notBlank("modelName", name);
    return this;
  }

  /**
   * Where to report what the store does, the timers {@code quiver.search} and {@code quiver.write}
   * first; {@code docs/meters.md} lists all meters. Needs Micrometer on the class path. Left out:
   * nowhere.
   */
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

  /**
   * Opens the collection, or makes it. Returns once every shard has a leader.
   *
   * @throws IllegalArgumentException if the settings contradict each other or those stored
   * @throws dev.quiver.store.error.QuiverException if the directory is in use, damaged or unusable
   */
  public QuiverEmbeddingStore build() {
    return draft.open();
  }
}
