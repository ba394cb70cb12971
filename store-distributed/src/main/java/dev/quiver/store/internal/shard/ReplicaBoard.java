package dev.quiver.store.internal.shard;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.route.Candidate;

/** Every replica's state and position, up to date at each look. Any thread; never blocks. */
public interface ReplicaBoard {
  Candidate candidate(ShardId shard, NodeId node);

  /** The load of a node when it was last sampled, 0 to 1. */
  double load(NodeId node);
}
