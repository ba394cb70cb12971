package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.index.IndexEngine;
import dev.quiver.store.internal.log.ReplicatedState.HeldFiles;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.model.PlacedCollection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeMap;

/** Copies a collection while it goes on: each shard from a replica that has all of it. */
final class SnapshotWriter {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final EmbeddedCluster cluster;
  private final OpenCollection collection;

  SnapshotWriter(EmbeddedCluster cluster, OpenCollection collection) {
    this.cluster = cluster;
    this.collection = collection;
  }

  void write(Path target, int dimension) {
    SnapshotFolder folder = SnapshotFolder.create(target);
    try {
      for (ShardId shard : collection.shardMap().shardIds()) {
        copy(shard, folder);
      }
      var settings = collection.settings().withDimension(dimension);
      var one = new TreeMap<String, PlacedCollection>();
      one.put(settings.name(), new PlacedCollection(settings, collection.shardMap()));
      folder.describe(new ClusterState(Epoch.FIRST, cluster.view().nodes(), one));
    } catch (IOException failed) {
      throw new StoreUnavailableException(
          String.format(
              Locale.ROOT,
              "snapshot of %s to %s failed: %s",
              collection.settings().name(),
              target,
              failed),
          failed);
    }
  }

  private void copy(ShardId shard, SnapshotFolder folder) throws IOException {
    Position needed = collection.log(shard).latest();
    List<HostedReplica> replicas =
        collection.hosts().values().stream()
            .map(host -> host.replicas().get(shard))
            .filter(Objects::nonNull)
            .filter(replica -> replica.soundness().damage().isEmpty())
            .sorted(Comparator.comparing((HostedReplica next) -> next.state().applied()).reversed())
            .toList();
    if (replicas.isEmpty()) {
      throw new ShardUnavailableException(List.of(shard), 1, null);
    }
    HostedReplica best = replicas.getFirst();
    try {
      Position reached = best.log().awaitApplied(needed, PATIENCE);
      if (!reached.isAtLeast(needed)) {
        throw new ShardUnavailableException(List.of(shard), 1, null);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ShardUnavailableException(List.of(shard), 1, interrupted);
    }
    var unused = best.log().snapshot();
    try (HeldFiles held = best.state().hold()) {
      folder.copy(shard, held, needed);
    }
    // Opening reads too little of a large index to notice what a copy would only pass on.
    IndexEngine.verify(folder.shard(shard));
  }
}
