package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.load.NodeLoad;
import dev.quiver.core.placement.ShardMap;
import dev.quiver.core.ring.Sharding;
import dev.quiver.core.route.Candidate;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.core.route.RoutingTable;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.log.ShardLog;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.PlacedCollection;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.search.Searches;
import dev.quiver.store.internal.shard.ReplicaBoard;
import dev.quiver.store.internal.shard.ShardDirectory;
import dev.quiver.store.internal.shard.ShardHost;
import dev.quiver.store.internal.shard.ShardPlan;
import dev.quiver.store.internal.shard.ShardProgress;
import dev.quiver.store.internal.shard.ShardSnapshot;
import dev.quiver.store.internal.write.ShardWriter;
import dev.quiver.store.internal.write.WriteAdmission;
import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A collection while it is open: its logs, the nodes that hold its replicas, and the way in and
 * out. Who is up and how loaded changes under way; the records' homes never do.
 */
public final class OpenCollection implements ShardDirectory {
  private static final long MAX_BYTES_UNDER_WAY = 64L << 20;

  private final PlacedCollection placed;
  private final List<ShardLog> logs;
  private final List<ShardProgress> progress;
  private final ReplicaRouter router;
  private final Meters meters;
  private final UnaryOperator<ShardHost> way;
  private final List<Closeable> levels = new ArrayList<>();
  private final ShardWriter writer;
  private final Searches searches;
  private final Map<NodeId, HostedCollection> hosts = new ConcurrentHashMap<>();
  private final ReplicaBoard board = new Board();
  private final ReentrantLock membership = new ReentrantLock();
  private boolean stopped;
  private volatile RoutingTable table;
  private volatile Map<NodeId, ShardHost> reachable = Map.of();
  private volatile Map<NodeId, Double> scores = Map.of();

  OpenCollection(
      PlacedCollection placed,
      List<ShardLog> logs,
      ReplicaRouter router,
      View view,
      Serving serving) {
    this.placed = placed;
    this.logs = List.copyOf(logs);
    this.progress = Stream.generate(ShardProgress::new).limit(logs.size()).toList();
    this.router = router;
    this.meters = serving.meters();
    this.way = serving.way();
    this.table = router.table(placed.shardMap(), view, Map.of());
    ShardPlan plan = planOf(placed.settings());
    this.writer =
        new ShardWriter(plan, this.logs, progress, new WriteAdmission(MAX_BYTES_UNDER_WAY), meters);
    this.searches = new Searches(plan, this, router, meters);
    for (Node node : view.nodes()) {
      NodeId id = node.id();
      levels.add(meters.watch(Meters.Level.QUEUE, id, () -> queueOf(id)));
      levels.add(meters.watch(Meters.Level.LAG, id, () -> lagOf(id)));
    }
  }

  private static ShardPlan planOf(CollectionSettings settings) {
    Sharding sharding =
        switch (settings.sharding()) {
          case CONSISTENT_HASH -> Sharding.consistent(settings.shards());
          case HASH -> Sharding.hash(settings.shards());
          case RANGE -> Sharding.range(settings.bounds().toArray(String[]::new));
        };
    return new ShardPlan(sharding, settings.partitionKey());
  }

  /** As it was when the collection was opened; the dimension may be settled by a later write. */
  public CollectionSettings settings() {
    return placed.settings();
  }

  public ShardMap shardMap() {
    return placed.shardMap();
  }

  public ShardWriter writer() {
    return writer;
  }

  public Searches searches() {
    return searches;
  }

  /** By shard: the last position acknowledged to anybody who writes here. */
  public List<Position> acknowledged() {
    return progress.stream().map(ShardProgress::acknowledged).toList();
  }

  ShardLog log(ShardId shard) {
    return logs.get(shard.number());
  }

  Map<NodeId, HostedCollection> hosts() {
    return new TreeMap<>(hosts);
  }

  @Override
  public ShardSnapshot snapshot() {
    List<Position> latest = logs.stream().map(ShardLog::latest).toList();
    return new ShardSnapshot(
        placed.settings().incarnation(), table, reachable, board, latest, progress);
  }

  private double queueOf(NodeId node) {
    HostedCollection host = hosts.get(node);
    return host == null ? Double.NaN : host.queued();
  }

  private double lagOf(NodeId node) {
    HostedCollection host = hosts.get(node);
    if (host == null) {
      return Double.NaN;
    }
    long most = 0;
    for (Map.Entry<ShardId, HostedReplica> replica : host.replicas().entrySet()) {
      long latest = log(replica.getKey()).latest().index();
      most = Math.max(most, latest - replica.getValue().state().applied().index());
    }
    return most;
  }

  Meters meters() {
    return meters;
  }

  PlacedCollection placed() {
    return placed;
  }

  void joined(HostedCollection host) {
    membership.lock();
    try {
      hosts.put(host.node(), host);
      if (stopped) {
        host.stop();
      } else {
        reachable = ways();
      }
    } finally {
      membership.unlock();
    }
  }

  private Map<NodeId, ShardHost> ways() {
    var nodes = new HashMap<NodeId, ShardHost>();
    hosts.forEach((node, host) -> nodes.put(node, way.apply(host)));
    return Map.copyOf(nodes);
  }

  void left(NodeId node) {
    membership.lock();
    try {
      HostedCollection host = hosts.remove(node);
      if (host != null) {
        host.stop();
      }
      reachable = stopped ? Map.of() : ways();
    } finally {
      membership.unlock();
    }
  }

  /** From then on it is known how far each shard had come before anybody wrote here. */
  void awaitLeaders(Duration atMost) {
    var deadline = Deadline.after(atMost);
    for (int shard = 0; shard < logs.size(); shard++) {
      ShardLog log = logs.get(shard);
      try {
        if (!log.awaitLeader(Duration.ofNanos(deadline.remainingNanos()))) {
          throw new StoreUnavailableException(
              String.format(
                  Locale.ROOT,
                  "%s has no leader after %d ms; a majority of its nodes must be up",
                  log.id(),
                  atMost.toMillis()),
              null);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new StoreUnavailableException("interrupted while opening " + log.id(), interrupted);
      }
      progress.get(shard).startedAt(log.latest());
    }
  }

  /** The view or the loads have changed. */
  void routeBy(View view, Map<NodeId, NodeLoad> loads, Map<NodeId, Double> newScores) {
    scores = Map.copyOf(newScores);
    table = router.table(placed.shardMap(), view, loads);
  }

  /**
   * Ends what is under way: appends fail, and nobody is asked any more. The replicas take part in
   * their logs until their nodes leave those.
   */
  void stop() {
    membership.lock();
    try {
      stopped = true;
      reachable = Map.of();
      hosts.values().forEach(HostedCollection::stop);
    } finally {
      membership.unlock();
    }
    Closing.each(levels, level -> level::close);
    Closing.each(logs, log -> log::close);
  }

  private final class Board implements ReplicaBoard {
    @Override
    public Candidate candidate(ShardId shard, NodeId node) {
      HostedCollection host = hosts.get(node);
      HostedReplica replica = host == null ? null : host.replicas().get(shard);
      return replica == null ? Candidate.UNKNOWN : replica.candidate();
    }

    @Override
    public double load(NodeId node) {
      return scores.getOrDefault(node, 0.0);
    }
  }
}
