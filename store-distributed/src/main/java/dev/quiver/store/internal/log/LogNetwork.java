package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.quiet.RatisLoggers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The nodes of this JVM that take part in logs, running and stopped, and how they reach their
 * peers. Owns the one thread that watches deadlines. Closed last, after its servers.
 */
public final class LogNetwork implements Closeable {
  private final LogTransport transport;
  private final Forcing forcing;
  private final ScheduledThreadPoolExecutor timer;
  private final Map<NodeId, RatisServer> servers = new ConcurrentHashMap<>();
  private final Map<LogId, RoutedLog> logs = new ConcurrentHashMap<>();

  public LogNetwork(LogTransport transport) {
    this(transport, Forcing.TO_DISK);
  }

  LogNetwork(LogTransport transport, Forcing forcing) {
    RatisLoggers.quiet();
    this.transport = transport;
    this.forcing = forcing;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("quiver-log-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Starts a node's server; it takes part in nothing yet. A node may be started again after it was
   * closed or cut, never while it runs.
   *
   * @param self the node, and the address it listens at where a network is used
   */
  public LogServer start(LogPeer self, Path directory, LogOptions options) throws IOException {
    RatisServer before = servers.get(self.node());
    if (before != null && !before.isClosed()) {
      throw new IllegalStateException("node " + self.node() + " is already running");
    }
    RatisServer server = new RatisServer(this, self, directory, options);
    servers.put(self.node(), server);
    return server;
  }

  /**
   * The log as writers see it. Every node of this JVM that has joined it, or will, is known to it.
   */
  public ShardLog log(LogId log, List<LogPeer> peers) {
    return logs.computeIfAbsent(log, id -> new RoutedLog(this, id, peers));
  }

  LogTransport transport() {
    return transport;
  }

  Forcing forcing() {
    return forcing;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** The replicas in this JVM, stopped ones included, ordered by node. */
  List<RatisReplica> replicas(LogId log) {
    return servers.values().stream()
        .map(server -> server.find(log))
        .flatMap(Optional::stream)
        .sorted(Comparator.comparing(RatisReplica::node))
        .toList();
  }

  void leaderKnown(LogId log) {
    RoutedLog routed = logs.get(log);
    if (routed != null) {
      routed.leaderKnown();
    }
  }

  void known(LogId log, Position position) {
    RoutedLog routed = logs.get(log);
    if (routed != null) {
      routed.known(position);
    }
  }

  /** Has the leader, if it lives in this JVM, stand for election again. */
  void newElection(LogId log) {
    for (RatisReplica replica : replicas(log)) {
      replica.stepDown();
    }
  }

  void forget(RoutedLog log) {
    logs.remove(log.id(), log);
  }

  @Override
  public void close() {
    logs.values().forEach(RoutedLog::close);
    timer.shutdownNow();
  }
}
