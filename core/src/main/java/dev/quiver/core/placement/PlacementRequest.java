package dev.quiver.core.placement;

import dev.quiver.core.ring.HashRing;
import dev.quiver.core.ring.Sharding;
import java.util.Locale;

/**
 * What a collection wants of a cluster.
 *
 * @param collection its name; two collections start at different points of the ring, so that the
 *     first shards of all do not meet on one node
 * @param shards how many shards there are
 * @param replicas copies of each shard, at most one per node
 * @param virtualNodes of the ring that shards are placed with
 */
public record PlacementRequest(String collection, int shards, int replicas, int virtualNodes) {
  public static final String DEFAULT_COLLECTION = "default";
  public static final int DEFAULT_REPLICAS = 1;

  /** Of all shards together. */
  public static final int MAX_REPLICAS = 20_000_000;

  public PlacementRequest {
    if (collection.isBlank()) {
      throw new IllegalArgumentException("collection must not be blank");
    }
    if (shards < 1 || shards > Sharding.MAX_SHARDS) {
      throw new IllegalArgumentException(
          "shards must be between 1 and " + Sharding.MAX_SHARDS + ", but was " + shards);
    }
    if (replicas < 1) {
      throw new IllegalArgumentException("replicas must be at least 1, but was " + replicas);
    }
    if ((long) shards * replicas > MAX_REPLICAS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shards times replicas must be at most %d, but was %d",
              MAX_REPLICAS,
              (long) shards * replicas));
    }
  }

  /** One replica of each shard, 150 virtual nodes, the default collection. */
  public static PlacementRequest ofShards(int shards) {
    return new PlacementRequest(
        DEFAULT_COLLECTION, shards, DEFAULT_REPLICAS, HashRing.DEFAULT_VIRTUAL_NODES);
  }

  public PlacementRequest withCollection(String name) {
    return new PlacementRequest(name, shards, replicas, virtualNodes);
  }

  public PlacementRequest withReplicas(int count) {
    return new PlacementRequest(collection, shards, count, virtualNodes);
  }

  public PlacementRequest withVirtualNodes(int count) {
    return new PlacementRequest(collection, shards, replicas, count);
  }
}
