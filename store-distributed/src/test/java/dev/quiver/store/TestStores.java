package dev.quiver.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The shapes of store that the tests run over. Together they take every routing policy where it has
 * replicas to choose from, every sharding strategy where it has shards, both forms of the index,
 * and each consistency level under which a caller sees what it wrote: a bound of a nanosecond is
 * over when the next call begins.
 */
enum TestStores {
  MEMORY_ONLY,
  ONE_SHARD,
  FOUR_SHARDS_TWICE,
  THREE_SHARDS_THRICE,
  RANGES_BY_WEIGHT,
  BY_AFFINITY,
  TWO_CHOICES,
  /** Every message to and from a node is encoded and decoded. */
  ENCODED;

  private static final CacheOptions CACHE = CacheOptions.inMemory(4 << 20, Duration.ofHours(1));

  /** To be opened over an empty directory, or over the one it was opened over before. */
  QuiverEmbeddingStoreBuilder over(Path directory) {
    return switch (this) {
      case MEMORY_ONLY ->
          QuiverEmbeddingStore.builder()
              .nodes(3)
              .shards(2)
              .replicas(3)
              .routing(Routing.leastConnections());
      case ONE_SHARD -> on(directory, 1, 1, 1).consistency(Consistency.session());
      case FOUR_SHARDS_TWICE ->
          on(directory, 3, 4, 2)
              .routing(Routing.leastLoaded())
              .sharding(Sharding.hash())
              .consistency(Consistency.strong())
              .cache(CACHE);
      case THREE_SHARDS_THRICE ->
          on(directory, 3, 3, 3)
              .routing(Routing.roundRobin())
              .sharding(Sharding.consistentHash())
              .consistency(Consistency.session());
      case RANGES_BY_WEIGHT ->
          on(directory, 2, 4, 2)
              .sharding(Sharding.range("4", "8", "c"))
              .routing(Routing.weightedRoundRobin(Map.of("node-0", 1, "node-1", 3)))
              .consistency(Consistency.bounded(Duration.ofNanos(1)))
              .index(IndexOptions.defaults().quantization(Quantization.INT8));
      case BY_AFFINITY ->
          on(directory, 2, 2, 2)
              .routing(Routing.consistentHash())
              .durability(Durability.interval(Duration.ofMillis(100)))
              .cache(CACHE);
      case TWO_CHOICES ->
          on(directory, 3, 4, 3)
              .routing(Routing.twoChoices())
              .durability(Durability.interval(Duration.ofMillis(100)));
      case ENCODED ->
          on(directory, 3, 3, 2).way(host -> new LoopbackHost(host, Weather.fair()));
    };
  }

  static QuiverEmbeddingStoreBuilder on(Path directory, int nodes, int shards, int replicas) {
    return QuiverEmbeddingStore.builder()
        .directory(directory)
        .nodes(nodes)
        .shards(shards)
        .replicas(replicas);
  }
}
