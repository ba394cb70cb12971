package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.raftlog.RaftLogIOException;
import org.jspecify.annotations.Nullable;

/** A {@link LogReplica} on Ratis: what stays the same through all lives of its state machine. */
final class RatisReplica implements LogReplica {
  private final LogId log;
  private final RatisServer server;
  private final List<LogPeer> peers;
  private final ReplicatedState state;
  private final ReentrantLock coming = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile @Nullable LogStateMachine life;
  private volatile ReplicaStatus.Phase phase = ReplicaStatus.Phase.OPENING;
  private volatile @Nullable Throwable failure;
  private volatile Position applied = Position.NONE;
  private final AtomicReference<CommittedEnd> committed = new AtomicReference<>(CommittedEnd.NONE);
  private volatile Position openedAt = Position.NONE;
  private volatile boolean rebuilding;
  private volatile LogExtent found = LogExtent.EMPTY;

  RatisReplica(LogId log, RatisServer server, List<LogPeer> peers, ReplicatedState state) {
    this.log = log;
    this.server = server;
    this.peers = List.copyOf(peers);
    this.state = state;
  }

  @Override
  public LogId log() {
    return log;
  }

  @Override
  public NodeId node() {
    return server.node();
  }

  /** Held while a life of it begins or ends, so that each log comes and goes by itself. */
  ReentrantLock coming() {
    return coming;
  }

  boolean isStopped() {
    return phase == ReplicaStatus.Phase.STOPPED;
  }

  List<LogPeer> peers() {
    return peers;
  }

  ReplicatedState state() {
    return state;
  }

  @Override
  public Position applied() {
    return applied;
  }

  @Override
  public Position committed() {
    RaftServer.Division division = division();
    if (division == null || phase == ReplicaStatus.Phase.STOPPED) {
      return committed.get().command();
    }
    return committed.accumulateAndGet(examined(division), CommittedEnd::and).command();
  }

  /**
   * Looks for a command among the entries that are new since the last look. Every search asks, and
   * an entry that Ratis no longer has in memory costs a look at the disk.
   */
  private CommittedEnd examined(RaftServer.Division division) {
    CommittedEnd known = committed.get();
    Position last = known.command().max(applied);
    try {
      RaftLog entries = division.getRaftLog();
      long end = entries.getLastCommittedIndex();
      boolean whole = true;
      for (long i = end; i > Math.max(last.index(), known.examined()); i--) {
        LogEntryProto entry = entries.get(i);
        if (entry != null && entry.hasStateMachineLogEntry()) {
          return new CommittedEnd(new Position(entry.getTerm(), i), whole ? end : i);
        }
        whole &= entry != null;
      }
      return new CommittedEnd(last, whole ? end : known.examined());
    } catch (RaftLogIOException | IllegalStateException e) {
      // The log is not open yet or any more, or its disk failed: the last known position stands.
      return new CommittedEnd(last, known.examined());
    }
  }

  @Override
  public ReplicaStatus status() {
    RaftServer.Division division = division();
    ReplicaStatus.Phase now = phase;
    if (division == null || now == ReplicaStatus.Phase.STOPPED) {
      return new ReplicaStatus(
          node(),
          now,
          0,
          Optional.empty(),
          applied,
          committed.get().command(),
          Optional.ofNullable(failure));
    }
    DivisionInfo info = division.getInfo();
    boolean leads = now == ReplicaStatus.Phase.FOLLOWING && info.isLeader() && info.isLeaderReady();
    return new ReplicaStatus(
        node(),
        leads ? ReplicaStatus.Phase.LEADING : now,
        info.getCurrentTerm(),
        Optional.ofNullable(info.getLeaderId()).map(RaftPeerId::toString).map(NodeId::new),
        applied,
        committed(),
        Optional.ofNullable(failure));
  }

  /** Whether it takes commands. */
  boolean leads() {
    RaftServer.Division division = division();
    return division != null
        && phase == ReplicaStatus.Phase.FOLLOWING
        && division.getInfo().isLeader()
        && division.getInfo().isLeaderReady();
  }

  @Override
  public Position awaitApplied(Position position, Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (left > 0 && !applied.isAtLeast(position) && phase != ReplicaStatus.Phase.STOPPED) {
        left = changed.awaitNanos(left);
      }
      return applied;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Position snapshot() throws IOException {
    LogStateMachine current = life;
    if (current == null) {
      throw new IOException("log " + log + " is not open on " + node());
    }
    return current.checkpoint();
  }

  RaftServer.@Nullable Division division() {
    LogStateMachine current = life;
    return current == null ? null : current.division();
  }

  /** What the log directory was found to hold before this life. */
  void found(LogExtent extent) {
    found = extent;
  }

  LogStateMachine beginLife(LogOptions options) {
    LogStateMachine next =
        new LogStateMachine(
            this, state, new Checkpoints(options), new SentState(server.network().forcing()));
    life = next;
    committed.updateAndGet(CommittedEnd::unexamined);
    return next;
  }

  /**
   * The state is open. A log that begins after the state's next command, or, where there is no peer
   * that could have been ahead, ends before its last, has lost something.
   */
  void opened(Position at) throws DamagedLogException {
    boolean gap = !found.isEmpty() && found.start() > at.index() + 1;
    boolean lostEnd =
        server.isLogAlwaysAhead(peers) && !at.equals(Position.NONE) && found.end() < at.index();
    if (phase == ReplicaStatus.Phase.OPENING && (gap || lostEnd)) {
      throw new DamagedLogException(
          log,
          server.directory(log).segments(),
          "the state is at "
              + at
              + ", but entries "
              + found.start()
              + " to "
              + found.end()
              + " are all there is");
    }
    openedAt = at;
    signal(ReplicaStatus.Phase.FOLLOWING, at);
  }

  /** What this life began with, or was sent; it went through everything since. */
  Position openedAt() {
    return openedAt;
  }

  void exchanging() {
    found = LogExtent.EMPTY;
    signal(ReplicaStatus.Phase.OPENING, applied);
  }

  void progressed() {
    voteOnceWhole();
    Position now = state.applied();
    if (!now.equals(applied)) {
      lock.lock();
      try {
        applied = now;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  public boolean isRebuilding() {
    return rebuilding;
  }

  /** Whether it lacks, for all we know, what it once acknowledged. */
  void rebuilding(boolean now) {
    rebuilding = now;
  }

  /** From its next life on it gives no vote before it is whole again. */
  void distrust() throws IOException {
    server.directory(log).distrust();
  }

  /**
   * A rebuilt log is whole again once it has an entry that was committed in the term of the leader
   * it follows: whatever was committed before lies before that.
   */
  private void voteOnceWhole() {
    RaftServer.Division division = division();
    if (!rebuilding || division == null || division.getInfo().getLeaderId() == null) {
      return;
    }
    RaftLog entries = division.getRaftLog();
    TermIndex last = entries.getTermIndex(entries.getLastCommittedIndex());
    if (last != null && last.getTerm() == division.getInfo().getCurrentTerm()) {
      rebuilding = false;
      server.rebuilt(this);
    }
  }

  /** Gives up the lead, if it has it. */
  void stepDown() {
    RaftServer.Division division = division();
    if (division != null && division.getInfo().isLeader()) {
      server.stepDown(log);
    }
  }

  void leaderKnown() {
    server.network().leaderKnown(log);
  }

  /** A life has ended that nobody ended. */
  void failed(LogStateMachine ended, Throwable cause) {
    lock.lock();
    try {
      if (ended != life
          || phase == ReplicaStatus.Phase.STOPPED
          || phase == ReplicaStatus.Phase.FAILED) {
        return;
      }
      failure = cause;
      signal(ReplicaStatus.Phase.FAILED, applied);
    } finally {
      lock.unlock();
    }
    server.renewSoon(this);
  }

  /** The failed life is over; whatever it still says is of no interest. */
  void retiring() {
    life = null;
  }

  void renewing() {
    signal(ReplicaStatus.Phase.OPENING, applied);
  }

  void renewed() {
    failure = null;
  }

  void renewFailed(Throwable cause) {
    failure = cause;
    signal(ReplicaStatus.Phase.FAILED, applied);
  }

  /** From here on nothing starts by itself. Positions stay as they are. */
  void stopping(boolean asCrash) {
    committed();
    LogStateMachine current = life;
    if (asCrash && current != null) {
      current.freeze();
    }
    signal(ReplicaStatus.Phase.STOPPED, applied);
    server.network().known(log, committed.get().command());
  }

  void stopped() throws IOException {
    signal(ReplicaStatus.Phase.STOPPED, applied);
    state.close();
  }

  private void signal(ReplicaStatus.Phase newPhase, Position newApplied) {
    lock.lock();
    try {
      if (phase != ReplicaStatus.Phase.STOPPED) {
        phase = newPhase;
      }
      applied = newApplied;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
