package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ReplicatedState} as Ratis knows it: one life of it, from the moment its node takes part
 * in the log until it leaves, stops or fails. The next life gets a new one of these.
 *
 * <p><b>Two counts.</b> Ratis counts every entry of its log, its own bookkeeping among them; a
 * {@link Position} counts commands. A snapshot is named by the position of the last command in it,
 * never by a later bookkeeping entry: those behind it stay in the log and are gone through again,
 * to no effect. So position and content always agree, on every replica.
 *
 * <p><b>Failure.</b> Ratis takes a failed future for a detail and goes on to the next entry, and a
 * thrown exception, if the group happens to be closing just then, for a reason to spin for ever. So
 * the first failure freezes this object: it applies nothing and makes nothing durable any more,
 * whatever Ratis does, and the node is told to end this life and begin the next from what is on
 * disk. A frozen state cannot diverge. The same freeze is what makes the crash drill a crash.
 *
 * <p><b>Threads.</b> Ratis applies on one thread and exchanges the directory on another, without
 * waiting for the first; the lock keeps them apart. Commands that still arrive while the directory
 * is exchanged are older than the snapshot that replaces it, and are passed over. The state is made
 * durable on a third, beside the commands; the exchange waits for that, and while the directory is
 * exchanged there is nothing to make durable.
 *
 * <p><b>Promises.</b> Ratis lets the log go up to the position it is told. So the position of a
 * commit is compared with what was applied before it and with what the files say, and the position
 * of a state that a peer sent with the one the peer had announced.
 */
final class LogStateMachine extends BaseStateMachine {
  private final RatisReplica replica;
  private final ReplicatedState state;
  private final Checkpoints checkpoints;
  private final SentState sent;

  /** Held while the state is made durable, and taken before the other one. */
  private final ReentrantLock committing = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean checkpointing = new AtomicBoolean();
  private final List<SentSnapshot> superseded = new ArrayList<>();
  private volatile boolean frozen;
  private volatile @Nullable SentSnapshot snapshot;
  private @Nullable Path directory;
  private volatile RaftServer.@Nullable Division division;

  LogStateMachine(
      RatisReplica replica, ReplicatedState state, Checkpoints checkpoints, SentState sent) {
    this.replica = replica;
    this.state = state;
    this.checkpoints = checkpoints;
    this.sent = sent;
  }

  @Override
  public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage)
      throws IOException {
    super.initialize(server, group, storage);
    division = server.getDivision(group);
    getLifeCycle().transition(LifeCycle.State.STARTING);
    lock.lock();
    try {
      directory = storage.getStorageDir().getStateMachineDir().toPath();
      Files.createDirectories(directory);
      state.whenDamaged(this::freeze);
      openState(directory);
      replica.opened(state.applied());
    } finally {
      lock.unlock();
    }
    getLifeCycle().transition(LifeCycle.State.RUNNING);
  }

  /** Ratis's side of this life; none before it has begun. */
  RaftServer.@Nullable Division division() {
    return division;
  }

  private void openState(Path from) throws IOException {
    state.open(from);
    Position at = state.applied();
    if (!at.equals(Position.NONE)) {
      setLastAppliedTermIndex(TermIndex.valueOf(at.term(), at.index()));
      replaceSnapshot(new SentSnapshot(at, state));
    }
    checkpoints.reached();
  }

  /** The last moment at which a command can be taken back: behind this call it is in the log. */
  @Override
  public TransactionContext preAppendTransaction(TransactionContext transaction)
      throws StateMachineException {
    RaftClientRequest request = transaction.getClientRequest();
    if (request != null
        && request.getMessage() instanceof Submission submission
        && !submission.accept(state.applied())) {
      throw new StateMachineException("withdrawn before it was appended", false);
    }
    return transaction;
  }

  @Override
  public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
    LogEntryProto entry = transaction.getLogEntry();
    Position at = new Position(entry.getTerm(), entry.getIndex());
    lock.lock();
    try {
      if (frozen || getLifeCycleState() != LifeCycle.State.RUNNING) {
        return CompletableFuture.failedFuture(new IOException("this replica applies no more"));
      }
      if (entry.getIndex() > state.applied().index()) {
        var command = entry.getStateMachineLogEntry().getLogData();
        state.apply(at, command.asReadOnlyByteBuffer());
        checkpoints.passed(command.size());
      }
      updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
    } catch (Throwable e) {
      freeze(e);
      return CompletableFuture.failedFuture(e);
    } finally {
      lock.unlock();
    }
    replica.progressed();
    checkpointWhenDue();
    return CompletableFuture.completedFuture(Submission.reply(at));
  }

  /** On a thread of its own: commands go on, however long the disk takes. */
  private void checkpointWhenDue() {
    if (isDue() && checkpointing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("quiver-checkpoint-" + replica.log()).start(this::checkpointNow);
    }
  }

  private boolean isDue() {
    lock.lock();
    try {
      return !frozen && checkpoints.isDue();
    } finally {
      lock.unlock();
    }
  }

  private void checkpointNow() {
    try {
      checkpoint();
    } catch (IOException | RuntimeException e) {
      freeze(e);
    } finally {
      checkpointing.set(false);
    }
    checkpointWhenDue(); // so much may have come in meanwhile
  }

  /**
   * Makes the state durable and lets the log before it go. While there is no state, or it is being
   * exchanged for one that a peer sent, there is nothing to do.
   */
  Position checkpoint() throws IOException {
    Position at = commit();
    RaftServer.Division ratis = division;
    if (ratis != null
        && ratis.getInfo().getLifeCycleState().isRunning()
        && !at.equals(Position.NONE)) {
      // A log that cannot be trimmed says so by notifyLogFailed.
      var unused = ratis.getRaftLog().purge(at.index());
    }
    return at;
  }

  /** Called by Ratis at an orderly stop. */
  @Override
  public long takeSnapshot() throws IOException {
    Position at = commit();
    return at.equals(Position.NONE) ? RaftLog.INVALID_LOG_INDEX : at.index();
  }

  private Position commit() throws IOException {
    committing.lock();
    try {
      Position atLeast;
      lock.lock();
      try {
        if (frozen) {
          throw new IOException("log " + replica.log() + " is not open on " + replica.node());
        }
        if (getLifeCycleState() != LifeCycle.State.RUNNING) {
          return snapshot == null ? Position.NONE : snapshot.position();
        }
        atLeast = state.applied();
        checkpoints.reached();
      } finally {
        lock.unlock();
      }
      Position at = state.commit();
      requireDurable(at, atLeast);
      lock.lock();
      try {
        if (!at.equals(Position.NONE)) {
          replaceSnapshot(new SentSnapshot(at, state));
        }
      } finally {
        lock.unlock();
      }
      return at;
    } catch (Throwable e) {
      freeze(e);
      throw e;
    } finally {
      committing.unlock();
    }
  }

  /** The log goes up to this position, so it must be what the files hold. */
  private void requireDurable(Position at, Position atLeast) throws IOException {
    try (ReplicatedState.HeldFiles files = state.hold()) {
      if (!at.isAtLeast(atLeast) || !files.position().isAtLeast(at)) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "log %s on %s: a commit must hold everything up to %s, but said %s and holds %s",
                replica.log(),
                replica.node(),
                atLeast,
                at,
                files.position()));
      }
    }
  }

  private void replaceSnapshot(SentSnapshot next) throws IOException {
    if (snapshot != null) {
      superseded.add(snapshot);
    }
    snapshot = next;
    for (Iterator<SentSnapshot> each = superseded.iterator(); each.hasNext(); ) {
      SentSnapshot old = each.next();
      if (old.isIdle()) {
        old.close();
        each.remove();
      }
    }
  }

  /** Asked for many times a second; reads nothing. */
  @Override
  public @Nullable SnapshotInfo getLatestSnapshot() {
    return snapshot;
  }

  /** Called when a snapshot from the leader has arrived as a whole and the directory goes. */
  @Override
  public void pause() {
    committing.lock();
    lock.lock();
    try {
      if (getLifeCycleState() == LifeCycle.State.RUNNING) {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        sent.arrived(opened(), entries());
        state.pause();
        replica.exchanging();
        getLifeCycle().transition(LifeCycle.State.PAUSED);
      }
    } catch (IOException e) {
      freeze(e);
      getLifeCycle().transition(LifeCycle.State.PAUSED);
    } finally {
      lock.unlock();
      committing.unlock();
    }
  }

  /** Called when the directory has been exchanged. */
  @Override
  public void reinitialize() throws IOException {
    try {
      Path exchanged = opened();
      sent.exchanged(exchanged);
      long announced = sent.announced(entries());
      state.verifySent(exchanged);
      lock.lock();
      try {
        getLifeCycle().transition(LifeCycle.State.STARTING);
        openState(exchanged);
        requireAnnounced(announced);
        getLifeCycle().transition(LifeCycle.State.RUNNING);
        replica.opened(state.applied());
      } finally {
        lock.unlock();
      }
    } catch (Throwable e) {
      freeze(e);
      throw e;
    }
  }

  /** A peer that lacks what it was said to have must not vote as if it had it. */
  private void requireAnnounced(long announced) throws IOException {
    try {
      SentState.requireAnnounced(announced, state.applied());
    } catch (IOException e) {
      replica.distrust();
      throw e;
    }
  }

  private Path opened() {
    return Objects.requireNonNull(directory, "not initialized");
  }

  private RaftLog entries() {
    return Objects.requireNonNull(division, "not initialized").getRaftLog();
  }

  /** Nothing is applied or made durable any more, and the node ends this life. */
  void freeze(Throwable cause) {
    frozen = true;
    replica.failed(this, cause);
  }

  /** Nothing is applied or made durable any more; the node knows. */
  void freeze() {
    frozen = true;
  }

  @Override
  public void notifyTermIndexUpdated(long term, long index) {
    super.notifyTermIndexUpdated(term, index);
    replica.progressed();
  }

  @Override
  public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
    freeze(cause);
  }

  @Override
  public void notifyLeaderReady() {
    replica.leaderKnown();
  }

  @Override
  public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId newLeader) {
    replica.leaderKnown();
  }

  /** Called by Ratis when the group closes, for whatever reason. */
  @Override
  public void close() throws IOException {
    committing.lock();
    lock.lock();
    try {
      frozen = true;
      for (SentSnapshot old : superseded) {
        old.close();
      }
      superseded.clear();
      if (snapshot != null) {
        snapshot.close();
      }
      state.pause();
    } finally {
      lock.unlock();
      committing.unlock();
    }
    replica.failed(this, new IOException("the log was closed"));
  }
}
