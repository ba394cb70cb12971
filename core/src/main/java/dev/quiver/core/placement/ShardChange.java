package dev.quiver.core.placement;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;

/** One step from a shard map to another. */
public sealed interface ShardChange {
  ShardId shard();

  /** The node gets a copy of the shard. */
  record AddReplica(ShardId shard, NodeId node) implements ShardChange {}

  /** The node gives its copy up. */
  record RemoveReplica(ShardId shard, NodeId node) implements ShardChange {}

  /** Another node should lead the shard. */
  record MoveLeader(ShardId shard, NodeId from, NodeId to) implements ShardChange {}
}
