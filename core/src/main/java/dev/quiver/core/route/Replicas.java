package dev.quiver.core.route;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;

/**
 * What a request knows about the replicas it may ask. Called by the router on the request's own
 * thread, once per shard and replica; must not block, and should hand out objects it already has.
 */
@FunctionalInterface
public interface Replicas {
  /** The replica of a shard on a node; {@link Candidate#UNKNOWN} where there is none. */
  Candidate candidate(ShardId shard, NodeId node);

  /** The position this request needs. {@link Position#NONE}: any replica that serves will do. */
  default Position required(ShardId shard) {
    return Position.NONE;
  }
}
