package dev.quiver.core.route;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import java.util.List;

/** The shards of one request that one node answers, searched there together. */
public record NodeRoute(NodeId node, List<ShardId> shards) {
  public NodeRoute {
    shards = List.copyOf(shards);
  }
}
