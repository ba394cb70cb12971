package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link LogServer} on Ratis: one Ratis server, one group in it for each log. */
final class RatisServer implements LogServer {
  private static final Logger LOG = LoggerFactory.getLogger(RatisServer.class);

  /** With so few peers every vote is needed, and the only other one has all there is. */
  private static final int MAJORITY_NEEDS_ALL = 2;

  private final LogNetwork network;
  private final LogPeer self;
  private final Path directory;
  private final LogOptions options;
  private final NodeThreads threads;
  private final ServerLock lock;
  private final RaftServer raft;
  private final RatisGroups groups;
  private final Map<LogId, RatisReplica> replicas = new ConcurrentHashMap<>();
  private final Renewals renewals;
  private final Flusher flusher;

  /** Shared by those who join, leave or renew a log; closing waits for them, and they for it. */
  private final ReentrantReadWriteLock membership = new ReentrantReadWriteLock();

  private volatile boolean closed;

  RatisServer(LogNetwork network, LogPeer self, Path directory, LogOptions options)
      throws IOException {
    this.network = network;
    this.self = self;
    this.directory = directory.toAbsolutePath().normalize();
    this.options = options;
    Files.createDirectories(this.directory);
    this.threads = new NodeThreads(self.node(), this::isClosed);
    this.lock = ServerLock.of(this.directory);
    try {
      this.raft = build();
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
    this.groups = new RatisGroups(raft, threads);
    this.renewals = new Renewals(this, network.timer());
    this.flusher = new Flusher(this, network.timer(), options.flushInterval());
  }

  private RaftServer build() throws IOException {
    // Ratis joins every log it finds while a server is built: it must find none before join says
    // so.
    NodeProperties properties = RatisSettings.of(options, directory.resolve("none"));
    Parameters parameters = new Parameters();
    network.transport().configure(self, properties, parameters);
    RaftServer server =
        RaftServer.newBuilder()
            .setServerId(RaftPeerId.valueOf(self.node().value()))
            .setOption(RaftStorage.StartupOption.RECOVER)
            .setStateMachineRegistry(group -> replica(group).beginLife(options))
            .setProperties(properties)
            .setParameters(parameters)
            .setThreadGroup(threads)
            .build();
    properties.setDirectory(directory);
    try {
      threads.run(server::start);
    } catch (RuntimeException e) {
      // The gRPC server turns a port that is taken into an attempt to end the process.
      server.close();
      throw new IOException("node " + self.node() + " cannot listen at " + self.address(), e);
    }
    return server;
  }

  private RatisReplica replica(RaftGroupId group) {
    return replicas.values().stream()
        .filter(replica -> replica.log().uuid().equals(group.getUuid()))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public NodeId node() {
    return self.node();
  }

  LogNetwork network() {
    return network;
  }

  LogDirectory directory(LogId log) {
    return new LogDirectory(log, directory);
  }

  private TornWrites tornWrites() {
    return options.flushInterval() == null ? TornWrites.LAST_ONLY : TornWrites.ANY_ORDER;
  }

  /** Whether a state cannot have seen what this node's own log has not on disk. */
  boolean isLogAlwaysAhead(List<LogPeer> peers) {
    return peers.size() == 1 && options.flushInterval() == null;
  }

  Optional<RatisReplica> find(LogId log) {
    return Optional.ofNullable(replicas.get(log));
  }

  Iterable<RatisReplica> replicas() {
    return replicas.values();
  }

  @Override
  public boolean holds(LogId log) throws IOException {
    return directory(log).exists();
  }

  @Override
  public LogReplica join(LogId log, List<LogPeer> peers, ReplicatedState state) throws IOException {
    membership.readLock().lock();
    try {
      requireOpen();
      RatisReplica replica = new RatisReplica(log, this, peers, state);
      if (replicas.putIfAbsent(log, replica) != null) {
        throw new IllegalStateException("log " + log + " is already joined on " + node());
      }
      replica.coming().lock();
      try {
        add(replica);
      } catch (IOException | RuntimeException | Error e) {
        replicas.remove(log);
        replica.stopping(true);
        replica.stopped();
        throw e;
      } finally {
        replica.coming().unlock();
      }
      return replica;
    } finally {
      membership.readLock().unlock();
    }
  }

  @Override
  public LogReplica rebuild(LogId log, List<LogPeer> peers, ReplicatedState state)
      throws IOException {
    membership.readLock().lock();
    try {
      requireOpen();
      requireNotJoined(log);
      directory(log).beginRebuild();
      LogReplica replica = join(log, peers, state);
      // The leader of before takes this peer for as far as it once was, and sends nothing older.
      network.newElection(log);
      return replica;
    } finally {
      membership.readLock().unlock();
    }
  }

  private void add(RatisReplica replica) throws IOException {
    LogId log = replica.log();
    List<LogPeer> peers = replica.peers();
    LogDirectory files = directory(log);
    groups.requireAtRest(log);
    replica.found(
        files.recover(
            tornWrites(), peers.stream().map(p -> p.node().value()).collect(Collectors.toSet())));
    boolean rebuilding = files.isRebuilding();
    if (rebuilding && peers.size() > MAJORITY_NEEDS_ALL) {
      network.transport().vote(node(), log, false);
    }
    replica.rebuilding(rebuilding);
    try {
      groups.add(log, peers);
    } catch (IOException e) {
      abandon(replica);
      files.removeLock();
      throw DamagedLogException.in(e).<IOException>map(d -> d).orElse(e);
    }
  }

  /** Ratis forgets a group it could not start, and with it its lock and its threads. */
  private static void abandon(RatisReplica replica) {
    RaftServer.Division division = replica.division();
    if (division != null) {
      division.close();
    }
  }

  @Override
  public void leave(LogId log) throws IOException {
    membership.readLock().lock();
    try {
      RatisReplica replica = replicas.get(log);
      if (replica == null || closed) {
        return;
      }
      replica.stopping(false);
      replica.coming().lock();
      try {
        if (isOurs(replica)) {
          if (groups.contains(log)) {
            remove(replica);
          }
          replica.stopped();
          replicas.remove(log);
        }
      } finally {
        replica.coming().unlock();
      }
    } finally {
      membership.readLock().unlock();
    }
  }

  private void remove(RatisReplica replica) throws IOException {
    groups.remove(replica.log());
    if (groups.isAtRest(replica.log())) {
      directory(replica.log()).removeLock();
    }
  }

  /** Ends a replica's failed life, so that a peer can take over the lead. */
  void retire(RatisReplica replica) throws IOException {
    membership.readLock().lock();
    try {
      replica.coming().lock();
      try {
        if (isOurs(replica)) {
          replica.retiring();
          if (groups.contains(replica.log())) {
            remove(replica);
          }
        }
      } finally {
        replica.coming().unlock();
      }
    } finally {
      membership.readLock().unlock();
    }
  }

  /** Begins a retired replica's next life, from what is on disk. */
  void renew(RatisReplica replica) throws IOException {
    membership.readLock().lock();
    try {
      replica.coming().lock();
      try {
        if (isOurs(replica) && !replica.isStopped()) {
          replica.renewing();
          add(replica);
          replica.renewed();
        }
      } finally {
        replica.coming().unlock();
      }
    } finally {
      membership.readLock().unlock();
    }
  }

  private boolean isOurs(RatisReplica replica) {
    return !closed && replica.equals(replicas.get(replica.log()));
  }

  /** The replica has everything again. */
  void rebuilt(RatisReplica replica) {
    if (replica.peers().size() > MAJORITY_NEEDS_ALL) {
      network.transport().vote(node(), replica.log(), true);
    }
    try {
      directory(replica.log()).endRebuild();
    } catch (IOException e) {
      LOG.warn("node {}: log {} is rebuilt, but is still marked", node(), replica.log(), e);
    }
    LOG.info("node {}: log {} is rebuilt from its peers", node(), replica.log());
  }

  /** Has this node, which leads, stand for election again. */
  void stepDown(LogId log) {
    try {
      groups.stepDown(log, options.electionTimeoutMax().toMillis());
    } catch (IOException e) {
      LOG.warn("node {}: could not give up the lead of {}", node(), log, e);
    }
  }

  void renewSoon(RatisReplica replica) {
    renewals.schedule(replica);
  }

  @Override
  public void discard(LogId log) throws IOException {
    membership.readLock().lock();
    try {
      requireOpen();
      requireNotJoined(log);
      groups.requireAtRest(log);
      directory(log).discard();
    } finally {
      membership.readLock().unlock();
    }
  }

  private void requireNotJoined(LogId log) {
    if (replicas.containsKey(log)) {
      throw new IllegalStateException("log " + log + " is joined on " + node());
    }
  }

  @Override
  public void flush() throws IOException {
    if (options.flushInterval() != null) {
      for (RatisReplica replica : replicas.values()) {
        directory(replica.log()).flush();
      }
    }
  }

  @Override
  public void cut() {
    try {
      raft.getServerRpc().close();
      end(true);
    } catch (IOException e) {
      // A drill leaves whatever it could not close to the next start, as a crash would.
      LOG.warn("node {}: cut, but not everything was let go of", node(), e);
    }
  }

  @Override
  public void close() throws IOException {
    end(false);
  }

  private void end(boolean asCrash) throws IOException {
    membership.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      flusher.close();
      for (RatisReplica replica : replicas.values()) {
        replica.stopping(asCrash);
      }
      BoundedClose.of("quiver-" + node() + "-close", this::letGo, BoundedClose.PATIENCE);
    } finally {
      membership.writeLock().unlock();
    }
  }

  /** Only when nothing is written any more, the directory is free for the next server. */
  private void letGo() throws IOException {
    IOException failure = null;
    raft.close();
    threads.awaitEnd();
    for (RatisReplica replica : replicas.values()) {
      try {
        replica.stopped();
        directory(replica.log()).removeLock();
      } catch (IOException e) {
        failure = e;
      }
    }
    lock.close();
    if (failure != null) {
      throw failure;
    }
  }

  boolean isClosed() {
    return closed;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("node " + node() + " is closed");
    }
  }
}
