package dev.quiver.core.route;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.ShardId;
import java.util.List;

/**
 * A shard map, a view and the load samples joined for fast look-up. Immutable; made by {@link
 * ReplicaRouter#table} when one of the three changes, then used by every request until the next.
 */
public final class RoutingTable {
  private final Epoch epoch;
  private final List<ShardId> shards;
  private final int[][] nodesOf;
  private final Contender[] contenders;
  private final ShardTurn[] turns;

  RoutingTable(
      Epoch epoch,
      List<ShardId> shards,
      int[][] nodesOf,
      Contender[] contenders,
      ShardTurn[] turns) {
    this.epoch = epoch;
    this.shards = shards;
    this.nodesOf = nodesOf;
    this.contenders = contenders;
    this.turns = turns;
  }

  /** The epoch of the shard map. */
  public Epoch epoch() {
    return epoch;
  }

  /** All shards of the map, for a request that needs every one. */
  public List<ShardId> shards() {
    return shards;
  }

  int nodes() {
    return contenders.length;
  }

  int replicas(int shard) {
    return nodesOf[shard].length;
  }

  int node(int shard, int replica) {
    return nodesOf[shard][replica];
  }

  Contender contender(int node) {
    return contenders[node];
  }

  ShardTurn turn(int shard) {
    return turns[shard];
  }
}
