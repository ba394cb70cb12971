package dev.quiver.store;

import java.util.List;

/**
 * The cluster as it is right now: its nodes, and the shards of one collection.
 *
 * @param nodes in the order of their names, those that are down as well
 * @param shards in the order of their numbers
 */
public record ClusterStatus(List<NodeStatus> nodes, List<ShardStatus> shards) {
  public ClusterStatus {
    nodes = List.copyOf(nodes);
    shards = List.copyOf(shards);
  }
}
