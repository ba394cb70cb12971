package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.search.Searches;
import dev.quiver.store.internal.write.MetadataKeys;
import dev.quiver.store.internal.write.ShardWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** One opener's hold on a collection. Any thread. */
public final class CollectionHandle implements Closeable {
  private final EmbeddedCluster cluster;
  private final OpenCollection collection;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile int dimension;

  CollectionHandle(EmbeddedCluster cluster, OpenCollection collection, Runnable release) {
    this.cluster = cluster;
    this.collection = collection;
    this.release = release;
    this.dimension = collection.settings().dimension();
  }

  public static CollectionHandle open(
      ClusterLocation location,
      ClusterOptions options,
      CollectionRequest request,
      Serving serving) {
    var opened = new AtomicReference<CollectionHandle>();
    Uninterrupted.run(
        "open", () -> opened.set(OpenClusters.open(location, options, request, serving)));
    return Objects.requireNonNull(opened.get());
  }

  public CollectionSettings settings() {
    return collection.settings();
  }

  /** Zero while nothing was written and nobody said. */
  public int dimension() {
    return dimension;
  }

  /** Fixes the dimension by the first write; returns what it is from now on. */
  public int settleDimension(int given, Duration timeout) {
    if (dimension == 0) {
      dimension = cluster.catalog().settleDimension(settings(), given, timeout);
    }
    return dimension;
  }

  public ShardWriter writer() {
    return collection.writer();
  }

  public MetadataKeys metadataKeys() {
    return collection.metadataKeys();
  }

  public Searches searches() {
    if (isClosed()) {
      throw new IllegalStateException(this + " is closed");
    }
    return collection.searches();
  }

  /** By shard: the last position acknowledged. */
  public List<Position> acknowledged() {
    return collection.acknowledged();
  }

  public ClusterPicture picture() {
    return ClusterPicture.of(cluster, collection);
  }

  public void stopNode(String node) {
    NodeId id = member(node);
    Uninterrupted.run("stop-" + id, () -> cluster.stopNode(id));
  }

  public void startNode(String node) {
    NodeId id = member(node);
    Uninterrupted.run("start-" + id, () -> cluster.startNode(id));
  }

  private NodeId member(String name) {
    return cluster.view().nodes().stream()
        .map(Node::id)
        .filter(id -> id.value().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "node must be one of %s, but was %s",
                        cluster.view().nodes().stream().map(Node::id).toList(),
                        name)));
  }

  /** Merges and drops what was deleted, on all replicas. */
  public void compact() {
    InParallel.each(List.copyOf(collection.hosts().values()), HostedCollection::compact);
  }

  /** Copies the collection into a directory that is empty or new. */
  public void snapshot(Path target) {
    new SnapshotWriter(cluster, collection).write(target, dimension);
  }

  /** Everything acknowledged is on disk, and seen by all readers, when this returns. */
  public void flush(Duration timeout) {
    try {
      cluster.flush();
      Refresh.all(collection, timeout);
    } catch (IOException failed) {
      throw new StoreUnavailableException("writes could not be flushed: " + failed, failed);
    }
  }

  /** The replicas of each node that is up. */
  Map<NodeId, HostedCollection> hosts() {
    return collection.hosts();
  }

  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Uninterrupted.run("close", () -> Closing.all(collection::stop, release::run));
    }
  }

  @Override
  public String toString() {
    return "collection " + settings().name();
  }
}
