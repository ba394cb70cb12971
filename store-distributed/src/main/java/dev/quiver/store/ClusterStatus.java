package dev.quiver.store;

import java.util.List;

/** The cluster as it is right now: its nodes, and the shards of one collection. */
public record ClusterStatus(List<NodeStatus> nodes, List<ShardStatus> shards) {
  public ClusterStatus {
    nodes = List.copyOf(nodes);
    shards = List.copyOf(shards);
  }
}
