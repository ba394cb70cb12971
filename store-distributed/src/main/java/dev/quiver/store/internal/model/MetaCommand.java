package dev.quiver.store.internal.model;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import java.util.List;
import java.util.UUID;

/**
 * A change to what the cluster knows of itself, as it stands in the metadata group's log. What each
 * one means, and when it means nothing, is {@link ClusterState#apply}'s to say.
 */
public sealed interface MetaCommand {

  /** Makes nodes members, or gives members another zone or weight. */
  record RegisterNodes(List<Node> nodes) implements MetaCommand {
    public RegisterNodes {
      nodes = List.copyOf(nodes);
      ClusterState.requireDistinct(nodes);
    }
  }

  /**
   * Creates a collection, if none has its name yet.
   *
   * @param placement the nodes of each shard, all of them members
   */
  record CreateCollection(CollectionSettings settings, List<List<NodeId>> placement)
      implements MetaCommand {
    public CreateCollection {
      placement = placement.stream().map(List::copyOf).toList();
      PlacedCollection.requirePlacement(settings, placement);
    }
  }

  /** Fixes the dimension of a collection that has none yet: of several writers the first wins. */
  record SetDimension(String name, UUID incarnation, int dimension) implements MetaCommand {
    public SetDimension {
      CollectionSettings.requireName(name);
      if (dimension < 1 || dimension > CollectionSettings.MAX_DIMENSION) {
        throw new IllegalArgumentException(
            "dimension must be between 1 and "
                + CollectionSettings.MAX_DIMENSION
                + ", but was "
                + dimension);
      }
    }
  }

  /** Says what made a collection's vectors, where nobody had: of several openers the first wins. */
  record SetModelName(String name, UUID incarnation, String modelName) implements MetaCommand {
    public SetModelName {
      CollectionSettings.requireName(name);
    }
  }

  /** Forgets a collection. */
  record DropCollection(String name) implements MetaCommand {
    public DropCollection {
      CollectionSettings.requireName(name);
    }
  }

  /**
   * Marks a collection's content as another one, so that nothing of the old one is taken for it.
   */
  record ReplaceIncarnation(String name, UUID incarnation) implements MetaCommand {
    public ReplaceIncarnation {
      CollectionSettings.requireName(name);
    }
  }
}
