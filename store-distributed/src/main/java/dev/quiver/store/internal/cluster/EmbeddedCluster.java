package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.store.error.DirectoryInUseException;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.internal.log.LogNetwork;
import dev.quiver.store.internal.log.ShardLog;
import dev.quiver.store.internal.model.MetaCommand;
import dev.quiver.store.internal.model.PlacedCollection;
import dev.quiver.store.internal.transport.InProcessTransport;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All nodes of one cluster in this JVM, and the collections open on them. Opening, closing,
 * starting and stopping come one at a time; reads and writes go past this class, and so does
 * whatever waits for a majority of the nodes: a node that is to be started must not wait for that.
 *
 * <p>Lives from the first collection opened to the last one closed; see {@link OpenClusters}.
 */
final class EmbeddedCluster {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedCluster.class);

  private final ClusterLocation location;
  private final NodeFolders folders;
  private final ClusterOptions options;
  private final LogNetwork network;
  private final Metadata metadata;
  private final Catalog catalog;
  private final LoadScorer scorer = LoadScorer.DEFAULTS;
  private final LoadClock loads;
  private final KnownReplicas known;
  private final Mending mending;
  private final Map<NodeId, EmbeddedNode> nodes = new ConcurrentSkipListMap<>();
  private final Map<String, OpenCollection> collections = new ConcurrentSkipListMap<>();
  private final ReentrantLock membership = new ReentrantLock();
  private final ReentrantLock routing = new ReentrantLock();
  private volatile View view;
  private boolean closed;

  private EmbeddedCluster(ClusterLocation location, NodeFolders folders, ClusterOptions options) {
    this.location = location;
    this.folders = folders;
    this.options = options;
    this.network = new LogNetwork(new InProcessTransport());
    List<NodeId> ids = folders.ids();
    this.metadata = new Metadata(folders.cluster(), ids, network);
    this.catalog = new Catalog(metadata, location);
    this.known = new KnownReplicas(folders);
    this.mending = new Mending(this, System::nanoTime);
    this.view = View.of(ids.stream().map(id -> Node.named(id.value())).toList());
    long memoryLimit = MachineMemory.limitOf(options, ids.size());
    this.loads =
        new LoadClock(new LoadMonitor(this::memoryOf, memoryLimit, options.loadInterval()), scorer);
  }

  /** Leaves nothing behind where it fails. */
  static EmbeddedCluster open(ClusterLocation location, ClusterOptions options) {
    VectorModule.mention();
    long started = System.nanoTime();
    NodeFolders folders;
    try {
      folders = NodeFolders.open(location, options.nodes());
    } catch (RuntimeException | Error refused) {
      throw Closing.after(refused, () -> options.deleteIfTemporary(location));
    }
    EmbeddedCluster cluster;
    try {
      cluster = new EmbeddedCluster(location, folders, options);
    } catch (RuntimeException | Error failed) {
      throw Closing.after(
          failed, () -> Closing.all(folders::close, () -> options.deleteIfTemporary(location)));
    }
    try {
      cluster.start();
      LOG.info(
          "{} is open: {} nodes, after {} ms",
          location,
          cluster.size(),
          (System.nanoTime() - started) / 1_000_000);
      return cluster;
    } catch (RuntimeException | Error failed) {
      throw Closing.after(failed, cluster::close);
    }
  }

  private void start() {
    Map<NodeId, QuiverException> out = new ConcurrentSkipListMap<>();
    InParallel.each(
        folders.ids(),
        id -> {
          try {
            start(id);
          } catch (QuiverException failed) {
            out.put(id, failed);
          }
        });
    if (nodes.size() <= size() / 2) {
      throw out.values().iterator().next();
    }
    out.putAll(metadata.join(List.copyOf(nodes.values()), known));
    metadata.propose(new MetaCommand.RegisterNodes(view.nodes()), ClusterOptions.OPEN_TIMEOUT);
    out.forEach(
        (id, why) -> {
          LOG.warn("{} stays down: {}", id, why.getMessage());
          dropHalfStarted(id);
        });
    loads.start(options.loadInterval(), nodes::values, this::tick);
  }

  private void tick() {
    routeAgain();
    options.processors().among(nodes.values().stream().map(EmbeddedNode::workers).toList());
    Closing.all(
        () -> Closing.each(collections(), collection -> collection::settle), mending::begin);
  }

  private EmbeddedNode start(NodeId id) {
    NodeFolder folder = folders.folder(id);
    EmbeddedNode node = EmbeddedNode.start(id, folder.logs(), network, options, size());
    nodes.put(id, node);
    return node;
  }

  /** Collections that share the nodes must agree on what concerns the nodes. */
  void requireSame(ClusterLocation wantedLocation, ClusterOptions wanted) {
    ClusterOptions.requireSame("directories", location, wantedLocation);
    options.requireSame(wanted, size());
  }

  ClusterLocation location() {
    return location;
  }

  int size() {
    return folders.ids().size();
  }

  Catalog catalog() {
    return catalog;
  }

  View view() {
    return view;
  }

  Map<NodeId, EmbeddedNode> nodes() {
    return new TreeMap<>(nodes);
  }

  List<OpenCollection> collections() {
    return List.copyOf(collections.values());
  }

  Map<NodeId, Double> scores() {
    return loads.scores();
  }

  OpenCollection open(CollectionRequest request, Serving serving) {
    requireNotOpen(request.name());
    Catalog.Resolved resolved = catalog.resolve(request, view);
    OpenCollection collection;
    membership.lock();
    try {
      requireNotOpen(request.name());
      collection = join(resolved.collection(), serving);
      collections.put(request.name(), collection);
    } finally {
      membership.unlock();
    }
    routeAgain();
    try {
      collection.requireMajorities();
      collection.awaitLeaders(ClusterOptions.OPEN_TIMEOUT);
      LOG.info(
          "Collection {} was {} in {}: {}; {} nodes",
          request.name(),
          resolved.isNew() ? "made" : "opened",
          location,
          collection.describe(),
          size());
      return collection;
    } catch (RuntimeException | Error failed) {
      throw Closing.after(failed, () -> close(collection));
    }
  }

  private void requireNotOpen(String name) {
    if (collections.containsKey(name)) {
      throw new DirectoryInUseException(
          location.folderOf(0), "by another store with collection " + name + " in this JVM", null);
    }
  }

  private OpenCollection join(PlacedCollection placed, Serving serving) {
    List<ShardLog> logs = ReplicaJoin.logs(network, placed);
    var router =
        new ReplicaRouter(serving.routing(), scorer, () -> ThreadLocalRandom.current().nextLong());
    var collection = new OpenCollection(placed, logs, router, view, serving);
    try {
      join(List.copyOf(nodes.values()), collection);
      return collection;
    } catch (RuntimeException | Error failed) {
      throw Closing.after(failed, () -> ReplicaJoin.leave(collection, nodes));
    }
  }

  private void join(List<EmbeddedNode> joining, OpenCollection collection) {
    var join = new ReplicaJoin(collection, known);
    join.on(joining, collection.hosts().values()).forEach(collection::joined);
    join.note(collection.hosts().values());
  }

  /**
   * Builds a replica anew that was damaged while it ran.
   *
   * @return false if too few others are whole, or if it has gone meanwhile
   */
  boolean rebuild(OpenCollection collection, NodeId id, ShardId shard, HostedReplica damaged) {
    membership.lock();
    try {
      EmbeddedNode node = nodes.get(id);
      HostedCollection host = collection.hosts().get(id);
      return !closed
          && node != null
          && host != null
          && collections.containsValue(collection)
          && damaged.equals(host.replicas().get(shard))
          && new ReplicaJoin(collection, known).rebuild(shard, node, damaged, collection.hosts());
    } finally {
      membership.unlock();
    }
  }

  /** Builds copies of the metadata anew that were damaged while they ran. */
  void rebuildMetadata() {
    membership.lock();
    try {
      if (!closed) {
        metadata.rebuildDamaged(nodes.values());
      }
    } finally {
      membership.unlock();
    }
  }

  void stopNode(NodeId id) {
    membership.lock();
    try {
      requireOpen();
      EmbeddedNode node = nodes.remove(requireMember(id));
      if (node == null) {
        throw new IllegalStateException(id + " must be up to be stopped, but is down");
      }
      collections.values().forEach(collection -> collection.leaving(id));
      node.server().cut();
      isDown(id);
      node.release();
      LOG.info("{} is down: stopped without notice, as a drill", id);
    } finally {
      membership.unlock();
    }
  }

  private void isDown(NodeId id) {
    view = view.withHealth(id, Health.DOWN);
    collections.values().forEach(collection -> collection.left(id));
    metadata.left(id);
    loads.forget(id);
    routeAgain();
  }

  void startNode(NodeId id) {
    membership.lock();
    try {
      requireOpen();
      if (nodes.containsKey(requireMember(id))) {
        throw new IllegalStateException(id + " must be down to be started, but is up");
      }
      long started = System.nanoTime();
      try {
        List<EmbeddedNode> node = List.of(start(id));
        for (QuiverException why : metadata.join(node, known).values()) {
          throw why;
        }
        collections.values().forEach(collection -> join(node, collection));
      } catch (RuntimeException | Error failed) {
        LOG.warn("{} stays down: {}", id, failed.getMessage());
        throw Closing.after(failed, () -> dropHalfStarted(id));
      }
      view = view.withHealth(id, Health.UP);
      routeAgain();
      LOG.info("{} is up again after {} ms", id, (System.nanoTime() - started) / 1_000_000);
    } finally {
      membership.unlock();
    }
  }

  private void dropHalfStarted(NodeId id) {
    EmbeddedNode half = nodes.remove(id);
    if (half != null) {
      half.server().cut();
    }
    isDown(id);
    if (half != null) {
      half.release();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(location + " is closed");
    }
  }

  private NodeId requireMember(NodeId id) {
    if (!view.contains(id)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "node must be one of %s, but was %s",
              view.nodes().stream().map(Node::id).toList(),
              id));
    }
    return id;
  }

  /** Whoever comes last has seen the newest view, so that is what stays. */
  private void routeAgain() {
    routing.lock();
    try {
      Map<NodeId, Double> scores = loads.scores();
      collections.values().forEach(collection -> collection.routeBy(view, loads.loads(), scores));
    } finally {
      routing.unlock();
    }
  }

  private long memoryOf(EmbeddedNode node) {
    return collections.values().stream().mapToLong(next -> next.bytesOn(node.id())).sum();
  }

  /** Everything acknowledged is on disk when this returns. */
  void flush() throws IOException {
    for (EmbeddedNode node : nodes.values()) {
      node.server().flush();
    }
  }

  /** Closes one of several collections; the nodes stay. */
  void close(OpenCollection collection) {
    membership.lock();
    try {
      collections.remove(collection.settings().name(), collection);
      ReplicaJoin.leave(collection, nodes);
      LOG.info("Collection {} is closed", collection.settings().name());
    } finally {
      membership.unlock();
    }
  }

  /** Lets go of everything, whatever fails on the way. */
  void close() {
    membership.lock();
    try {
      closed = true;
      Closing.all(
          loads::close,
          metadata::close,
          () -> Closing.each(collections(), collection -> collection::stop),
          () -> InParallel.each(List.copyOf(nodes.values()), node -> Closing.all(node::close)),
          network::close,
          folders::close,
          () -> options.deleteIfTemporary(location));
      nodes.clear();
      collections.clear();
      LOG.info("{} is closed", location);
    } finally {
      membership.unlock();
    }
  }
}
