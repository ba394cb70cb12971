package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.View;
import dev.quiver.core.placement.Placement;
import dev.quiver.core.placement.PlacementRequest;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.MetaCommand;
import dev.quiver.store.internal.model.PlacedCollection;
import java.time.Duration;

/** The collections the cluster knows of, open or not. Any thread; blocks for a majority. */
final class Catalog {
  private final Metadata metadata;

  Catalog(Metadata metadata) {
    this.metadata = metadata;
  }

  /** The collection asked for; made and placed on the view's nodes if there is none. */
  PlacedCollection resolve(CollectionRequest request, View view) {
    PlacedCollection known = metadata.state().find(request.name());
    if (known == null) {
      known = create(request, view);
    }
    return new PlacedCollection(request.reopen(known.settings()), known.shardMap());
  }

  /** Somebody else's may come first; then it is as if it had been there before. */
  private PlacedCollection create(CollectionRequest request, View view) {
    CollectionSettings settings = request.create(view.nodes().size());
    var wanted =
        PlacementRequest.ofShards(settings.shards())
            .withCollection(settings.name())
            .withReplicas(settings.replicas())
            .withVirtualNodes(settings.virtualNodes());
    var map = Placement.place(View.of(view.nodes()), wanted, null);
    var command = new MetaCommand.CreateCollection(settings, map.replicas());
    PlacedCollection created =
        metadata.propose(command, ClusterOptions.OPEN_TIMEOUT).find(settings.name());
    if (created == null) {
      throw new StoreUnavailableException(
          "collection " + settings.name() + " could not be created", null);
    }
    return created;
  }

  /** The dimension of the collection from now on: the one given, unless another one is fixed. */
  int settleDimension(CollectionSettings settings, int dimension, Duration timeout) {
    var command = new MetaCommand.SetDimension(settings.name(), settings.incarnation(), dimension);
    PlacedCollection known = metadata.propose(command, timeout).find(settings.name());
    return known == null ? 0 : known.settings().dimension();
  }
}
