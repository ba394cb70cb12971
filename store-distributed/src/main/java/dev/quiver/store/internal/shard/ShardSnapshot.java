package dev.quiver.store.internal.shard;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.route.RoutingTable;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A collection at one moment: who its nodes are, and where its logs end.
 *
 * @param table the shard map, the view and the nodes' loads, ready for routing
 * @param hosts the nodes that are up
 * @param board the replicas as they are
 * @param latest by shard: a position that no acknowledged write lies beyond
 * @param progress by shard: what was acknowledged, and when
 */
public record ShardSnapshot(
    UUID incarnation,
    RoutingTable table,
    Map<NodeId, ShardHost> hosts,
    ReplicaBoard board,
    List<Position> latest,
    List<ShardProgress> progress) {

  /** The position a read of this freshness needs. */
  public Position required(ShardId shard, Freshness freshness, long nowNanos) {
    int number = shard.number();
    return switch (freshness) {
      case Freshness.Strong() -> latest.get(number);
      case Freshness.Bounded(var lag) ->
          progress.get(number).acknowledgedBy(nowNanos - lag.toNanos());
      case Freshness.Session(var positions) -> positions.get(number);
      case Freshness.Eventual() -> Position.NONE;
    };
  }
}
