package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.placement.Placement;
import dev.quiver.core.placement.PlacementRequest;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.MetaCommand;
import dev.quiver.store.internal.model.PlacedCollection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The collections the cluster knows of, open or not. Any thread; blocks for a majority. */
final class Catalog {
  private final Metadata metadata;
  private final ClusterLocation location;

  /** A collection, and whether there was none before. */
  record Resolved(PlacedCollection collection, boolean isNew) {}

  Catalog(Metadata metadata, ClusterLocation location) {
    this.metadata = metadata;
    this.location = location;
  }

  /** The collection asked for; made and placed on nodes that are up if there is none. */
  Resolved resolve(CollectionRequest request, View view) {
    PlacedCollection known = metadata.state().find(request.name());
    boolean isNew = known == null;
    if (known == null) {
      request.requireMayBeMade(
          location, "its collections are " + metadata.state().collections().keySet());
      known = create(request, view);
    }
    CollectionSettings settings = request.reopen(known.settings());
    if (settings.modelName() == null && request.modelName() != null) {
      known = name(known, request.modelName(), view);
      settings = request.reopen(known.settings());
    }
    return new Resolved(new PlacedCollection(settings, known.shardMap()), isNew);
  }

  /** Somebody else's may come first; then it is as if it had been there before. */
  private PlacedCollection create(CollectionRequest request, View view) {
    CollectionSettings settings = request.create(view.nodes().size());
    requireMajority("collection " + settings.name() + " cannot be made", view);
    var wanted =
        PlacementRequest.ofShards(settings.shards())
            .withCollection(settings.name())
            .withReplicas(settings.replicas())
            .withVirtualNodes(settings.virtualNodes());
    var map = Placement.place(View.of(homes(settings, view)), wanted, null);
    var command = new MetaCommand.CreateCollection(settings, map.replicas());
    return proposed(command, settings.name(), ClusterOptions.OPEN_TIMEOUT);
  }

  /**
   * Where its replicas may go: nodes that are up. Where those are too few, all of them and as many
   * others as are needed besides, as long as each shard has a majority that is up.
   */
  private static List<Node> homes(CollectionSettings settings, View view) {
    var homes = new ArrayList<>(nodes(view, true));
    int replicas = settings.replicas();
    if (homes.size() <= replicas / 2) {
      throw new StoreUnavailableException(
          String.format(
              Locale.ROOT,
              "collection %s cannot be made: a majority of its %d replicas must be on nodes that"
                  + " are up, but only %s are",
              settings.name(),
              replicas,
              ids(homes)),
          null);
    }
    for (Node down : nodes(view, false)) {
      if (homes.size() < replicas) {
        homes.add(down);
      }
    }
    return homes;
  }

  private static List<Node> nodes(View view, boolean up) {
    return view.nodes().stream()
        .filter(node -> (view.healthOf(node.id()) != Health.DOWN) == up)
        .toList();
  }

  private static List<NodeId> ids(List<Node> nodes) {
    return nodes.stream().map(Node::id).toList();
  }

  /** Nobody waits for nodes of which it is known that they are down. */
  private static void requireMajority(String what, View view) {
    List<Node> up = nodes(view, true);
    if (up.size() <= view.size() / 2) {
      throw new StoreUnavailableException(
          String.format(
              Locale.ROOT,
              "%s: a majority of the %d nodes must be up, but only %s are",
              what,
              view.size(),
              ids(up)),
          null);
    }
  }

  /** Says what made its vectors, unless somebody else comes first. */
  private PlacedCollection name(PlacedCollection known, String modelName, View view) {
    CollectionSettings settings = known.settings();
    requireMajority("modelName of collection " + settings.name() + " cannot be set", view);
    var command = new MetaCommand.SetModelName(settings.name(), settings.incarnation(), modelName);
    return proposed(command, settings.name(), ClusterOptions.OPEN_TIMEOUT);
  }

  /** The dimension of the collection from now on: the one given, unless another one is fixed. */
  int settleDimension(CollectionSettings settings, int dimension, Duration timeout) {
    var command = new MetaCommand.SetDimension(settings.name(), settings.incarnation(), dimension);
    PlacedCollection known = metadata.propose(command, timeout).find(settings.name());
    return known == null ? 0 : known.settings().dimension();
  }

  private PlacedCollection proposed(MetaCommand command, String name, Duration timeout) {
    return Objects.requireNonNull(
        metadata.propose(command, timeout).find(name), () -> name + " is not there any more");
  }
}
