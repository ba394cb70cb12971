package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ReplicaState;
import dev.quiver.core.route.Candidate;
import dev.quiver.store.internal.index.ShardReader;
import dev.quiver.store.internal.log.LogReplica;
import dev.quiver.store.internal.log.ReplicaStatus;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.replica.ReplicaClosedException;
import dev.quiver.store.internal.replica.ShardReplicaState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** One copy of a shard on one node: what it has applied, and the log that feeds it. */
final class HostedReplica {
  /** How old a view may get before somebody who would be content with it looks for a newer one. */
  private static final long REFRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private final ShardReplicaState state;
  private final LogReplica log;
  private final Meters meters;
  private final LongSupplier clock;
  private final AtomicLong refreshedNanos;
  private final Soundness soundness;

  private Position atLastSettle = Position.NONE;
  private Position durable = Position.NONE;

  HostedReplica(ShardReplicaState state, LogReplica log, Meters meters) {
    this(state, log, meters, System::nanoTime);
  }

  HostedReplica(ShardReplicaState state, LogReplica log, Meters meters, LongSupplier clock) {
    this.state = state;
    this.log = log;
    this.meters = meters;
    this.clock = clock;
    this.refreshedNanos = new AtomicLong(clock.getAsLong() - REFRESH_NANOS);
    this.soundness = new Soundness(state, log, clock);
  }

  /** What is known of its files. */
  Soundness soundness() {
    return soundness;
  }

  /** Whether it has, or is about to get by its log alone, all that was ever acknowledged. */
  boolean isWhole() {
    return !log.isRebuilding() && !soundness.damage().isPresent() && isFollowing();
  }

  private boolean isFollowing() {
    ReplicaStatus.Phase phase = log.status().phase();
    return phase == ReplicaStatus.Phase.FOLLOWING || phase == ReplicaStatus.Phase.LEADING;
  }

  ShardReplicaState state() {
    return state;
  }

  LogReplica log() {
    return log;
  }

  /** A view of everything applied so far. The caller closes it. */
  ShardReader readApplied() throws IOException {
    long started = clock.getAsLong();
    refreshedNanos.set(started);
    ShardReader view = state.read();
    meters.refreshed(log.node(), clock.getAsLong() - started);
    return view;
  }

  /**
   * A view at the position that is wanted or later, if the replica has come so far: the one that is
   * there, or else a new one of everything applied. Of those who are shown one that has grown old,
   * one makes a new one. If that cannot be had, the old one will do where it is at the position
   * needed. The caller closes it.
   */
  ShardReader read(Position needed, Position wanted) throws IOException {
    ShardReader there = state.readAsRefreshed();
    if (there.position().isAtLeast(wanted) && (isNewest(there) || !takesTurn())) {
      return there;
    }
    ShardReader newer;
    try {
      newer = readApplied();
    } catch (IOException unreadable) {
      if (there.position().isAtLeast(needed)) {
        return there;
      }
      there.close();
      throw unreadable;
    } catch (RuntimeException | Error failed) {
      there.close();
      throw failed;
    }
    there.close();
    return newer;
  }

  /** Whether {@link #read} would return at once. */
  boolean shows(Position atLeast) throws IOException {
    try (ShardReader there = state.readAsRefreshed()) {
      return there.position().isAtLeast(atLeast) && (isNewest(there) || !isOld());
    }
  }

  private boolean isNewest(ShardReader view) {
    return view.position().isAtLeast(state.applied());
  }

  private boolean isOld() {
    return clock.getAsLong() - refreshedNanos.get() >= REFRESH_NANOS;
  }

  private boolean takesTurn() {
    long last = refreshedNanos.get();
    return isOld() && refreshedNanos.compareAndSet(last, clock.getAsLong());
  }

  /**
   * To be called at intervals by one thread. A replica that has come to rest is put in order, and
   * what it applied is made durable, so that a crash leaves nothing to be applied again. One that
   * has failed is left to its log, which opens it again.
   */
  void settle() throws IOException {
    if (log.status().phase() == ReplicaStatus.Phase.FAILED) {
      return;
    }
    try {
      state.settle();
    } catch (IOException | RuntimeException unusable) {
      soundness.failed(unusable);
      try {
        log.snapshot(); // fails as well, which has the log open the index again
      } catch (IOException also) {
        unusable.addSuppressed(also);
      }
      throw unusable;
    }
    Position now = state.applied();
    if (now.equals(atLastSettle) && !now.equals(durable)) {
      durable = log.snapshot();
    }
    atLastSettle = now;
  }

  /**
   * Readers do not depend on the log's life: a replica whose log failed serves what it has. One
   * that is built anew serves once it is whole, or it would answer from less than it once had.
   */
  ReplicaState readiness() {
    return log.status().phase() == ReplicaStatus.Phase.STOPPED
        ? ReplicaState.OFFLINE
        : soundness.isIndexDamaged() ? ReplicaState.FAILED : serving();
  }

  private ReplicaState serving() {
    return state.isServing() && !log.isRebuilding() ? ReplicaState.SERVING : ReplicaState.LOADING;
  }

  /** Counted in a new view; where none can be had, as readers last saw it. */
  long rowsNow() {
    try (ShardReader view = readApplied()) {
      return view.rows();
    } catch (IOException unreadable) {
      return rows(); // whoever searches runs into it again, and says so
    }
  }

  /** Zero while it cannot be read. */
  long rows() {
    try {
      return state.isServing() ? state.rows() : 0;
    } catch (ReplicaClosedException gone) {
      return 0;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** As readers find it, whether its files are sound or not. */
  Candidate candidate() {
    return new Candidate(serving(), state.readable());
  }
}
