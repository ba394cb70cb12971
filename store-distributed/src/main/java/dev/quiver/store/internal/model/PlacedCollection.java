package dev.quiver.store.internal.model;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.placement.ShardMap;
import java.util.List;

/** A collection and the nodes that hold its shards. */
public record PlacedCollection(CollectionSettings settings, ShardMap shardMap) {
  public PlacedCollection {
    requirePlacement(settings, shardMap.replicas());
  }

  static void requirePlacement(CollectionSettings settings, List<List<NodeId>> placement) {
    if (placement.size() != settings.shards()) {
      throw new IllegalArgumentException(
          "placement of "
              + settings.name()
              + " must name the nodes of "
              + settings.shards()
              + " shards, but names those of "
              + placement.size());
    }
    for (List<NodeId> nodes : placement) {
      if (nodes.size() != settings.replicas() || nodes.stream().distinct().count() < nodes.size()) {
        throw new IllegalArgumentException(
            "placement of "
                + settings.name()
                + " must name "
                + settings.replicas()
                + " distinct nodes a shard, but names "
                + nodes);
      }
    }
  }

  PlacedCollection with(CollectionSettings changed) {
    return new PlacedCollection(changed, shardMap);
  }
}
