package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link ShardLog} that follows the leader. A command goes straight into the leader's Ratis
 * server when that lives in this JVM, else through a {@link RemoteLeader}.
 *
 * <p>A command that a server turns away, or loses with its leadership, waits, in the order commands
 * were handed over, for the next leader. Each carries the same number in all attempts: a leader
 * that has it already, from an earlier attempt that was replicated after all, answers with the
 * position of then. Leaders remember for {@link RatisSettings#COMMANDS_REMEMBERED}; after that, a
 * command that may have been appended is not tried again.
 */
// What becomes of an answer is the answer's own last step; there is nothing behind it to watch.
@SuppressWarnings("FutureReturnValueIgnored")
final class RoutedLog implements ShardLog {
  private static final Logger LOG = LoggerFactory.getLogger(RoutedLog.class);

  /** How long to wait before asking again when nobody says that there is a leader. */
  private static final Duration PATIENCE = Duration.ofMillis(25);

  private final LogNetwork network;
  private final LogId id;
  private final ClientId client = ClientId.randomId();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicReference<Position> acknowledged = new AtomicReference<>(Position.NONE);
  private final AtomicReference<Position> highest = new AtomicReference<>(Position.NONE);
  private final AtomicReference<@Nullable NodeId> lastLeader = new AtomicReference<>();
  private final Set<PendingAppend> underWay = ConcurrentHashMap.newKeySet();
  private final Map<Long, PendingAppend> waiting = new ConcurrentSkipListMap<>();
  private final AtomicBoolean retryPlanned = new AtomicBoolean();
  private final ReentrantLock retrying = new ReentrantLock();
  private final ReentrantLock leaderLock = new ReentrantLock();
  private final Condition leaderChanged = leaderLock.newCondition();
  private final @Nullable RemoteLeader remote;
  private volatile boolean closed;

  RoutedLog(LogNetwork network, LogId id, List<LogPeer> peers) {
    this.network = network;
    this.id = id;
    this.remote =
        network.transport().inProcess() ? null : new RemoteLeader(network.transport(), id, peers);
  }

  @Override
  public LogId id() {
    return id;
  }

  @Override
  public CompletableFuture<Position> append(byte[] command, Duration timeout) {
    PendingAppend append = new PendingAppend(numbers.incrementAndGet(), command);
    if (command.length > LogOptions.MAX_COMMAND_BYTES) {
      append.giveUp(
          "a command must be at most "
              + LogOptions.MAX_COMMAND_BYTES
              + " bytes, but was "
              + command.length);
      return append.result();
    }
    underWay.add(append);
    append.result().whenComplete((position, e) -> underWay.remove(append));
    try {
      append.expiresBy(
          network
              .timer()
              .schedule(
                  () ->
                      giveUp(
                          append,
                          "no leader of log "
                              + id
                              + " answered within "
                              + timeout.toMillis()
                              + " ms"),
                  timeout.toNanos(),
                  TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      giveUp(append, "log " + id + " is closed");
    }
    if (closed) {
      giveUp(append, "log " + id + " is closed");
    } else {
      attempt(append);
    }
    return append.result();
  }

  private void giveUp(PendingAppend append, String why) {
    waiting.remove(append.number());
    append.giveUp(why);
  }

  private void attempt(PendingAppend append) {
    if (append.result().isDone()) {
      return;
    }
    RatisReplica leading = leading();
    RaftServer.Division division = leading == null ? null : leading.division();
    if (leading != null && division instanceof RaftClientAsynchronousProtocol server) {
      if (append.isSafeFor(leading)) {
        submit(append, server, division);
      } else {
        waitForLeader(append);
      }
    } else if (remote != null) {
      append.sentAway();
      remote
          .send(append.submission())
          .whenComplete((reply, failure) -> answered(append, reply, failure));
    } else {
      waitForLeader(append);
    }
  }

  private void submit(
      PendingAppend append, RaftClientAsynchronousProtocol server, RaftServer.Division division) {
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(client)
            .setServerId(division.getId())
            .setGroupId(division.getMemberId().getGroupId())
            .setCallId(append.number())
            .setMessage(append.submission())
            .setType(RaftClientRequest.writeRequestType())
            .build();
    CompletableFuture<RaftClientReply> reply;
    try {
      reply = server.submitClientRequestAsync(request);
    } catch (IOException | RuntimeException e) {
      reply = CompletableFuture.failedFuture(e);
    }
    reply.whenComplete((answer, failure) -> answered(append, answer, failure));
  }

  private void answered(
      PendingAppend append, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
    if (reply != null && reply.isSuccess()) {
      Position at = Submission.position(reply.getMessage());
      acknowledged.accumulateAndGet(at, Position::max);
      append.stored(at);
      return;
    }
    append.refused(failure != null ? failure : Objects.requireNonNull(reply).getException());
    waitForLeader(append);
  }

  private void waitForLeader(PendingAppend append) {
    if (closed || append.result().isDone()) {
      return;
    }
    waiting.put(append.number(), append);
    if (retryPlanned.compareAndSet(false, true)) {
      try {
        var unused =
            network.timer().schedule(this::retrySoon, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        giveUp(append, "log " + id + " is closed");
      }
    }
  }

  private void retrySoon() {
    retryPlanned.set(false);
    if (!waiting.isEmpty()) {
      Thread.ofVirtual().name("quiver-retry-" + id).start(this::retry);
    }
  }

  private void retry() {
    if (leading() == null && remote == null) {
      waiting.values().stream().findFirst().ifPresent(this::waitForLeader);
      return;
    }
    retrying.lock();
    try {
      for (PendingAppend append : List.copyOf(waiting.values())) {
        if (waiting.remove(append.number()) != null) {
          attempt(append);
        }
      }
    } finally {
      retrying.unlock();
    }
  }

  void leaderKnown() {
    leaderLock.lock();
    try {
      leaderChanged.signalAll();
    } finally {
      leaderLock.unlock();
    }
    sayWhoLeads();
    retrySoon();
  }

  /** The first one is no news: somebody always leads. */
  private void sayWhoLeads() {
    leader()
        .ifPresent(
            leader -> {
              NodeId before = lastLeader.getAndSet(leader);
              if (before != null && !before.equals(leader)) {
                LOG.info("{} leads {} instead of {}", leader, id, before);
              }
            });
  }

  /** The replica in this JVM that takes commands; of two that think so, the later elected. */
  private @Nullable RatisReplica leading() {
    return network.replicas(id).stream()
        .filter(RatisReplica::leads)
        .max(Comparator.comparingLong(replica -> replica.status().term()))
        .orElse(null);
  }

  @Override
  public Position acknowledged() {
    return acknowledged.get();
  }

  @Override
  public Position latest() {
    Position latest = acknowledged.get();
    for (RatisReplica replica : network.replicas(id)) {
      latest = latest.max(replica.committed());
    }
    return known(latest);
  }

  Position known(Position position) {
    return highest.accumulateAndGet(position, Position::max);
  }

  @Override
  public Optional<NodeId> leader() {
    RatisReplica leading = leading();
    if (leading != null) {
      return Optional.of(leading.node());
    }
    return network.replicas(id).stream()
        .map(RatisReplica::status)
        .filter(status -> status.phase() != ReplicaStatus.Phase.STOPPED)
        .filter(status -> status.leader().isPresent())
        .max(Comparator.comparingLong(ReplicaStatus::term))
        .flatMap(ReplicaStatus::leader);
  }

  @Override
  public boolean awaitLeader(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    leaderLock.lock();
    try {
      while (!closed && (remote == null ? leading() == null : leader().isEmpty())) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        leaderChanged.awaitNanos(Math.min(left, PATIENCE.toNanos()));
      }
      return !closed;
    } finally {
      leaderLock.unlock();
    }
  }

  @Override
  public List<LogReplica> replicas() {
    return List.copyOf(network.replicas(id));
  }

  @Override
  public void close() {
    closed = true;
    network.forget(this);
    for (PendingAppend append : underWay) {
      giveUp(append, "log " + id + " is closed");
    }
    leaderKnown();
    if (remote != null) {
      remote.close();
    }
  }
}
