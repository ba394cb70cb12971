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

/** One copy of a shard on one node: what it has applied, and the log that feeds it. */
final class HostedReplica {
  /** How old a view may get before somebody who would be content with it looks for a newer one. */
  private static final long REFRESH_NANOS = Duration.ofSeconds(1).toNanos();

  private final ShardReplicaState state;
  private final LogReplica log;
  private final Meters meters;
  private final AtomicLong refreshedNanos = new AtomicLong(System.nanoTime() - REFRESH_NANOS);

  private Position atLastSettle = Position.NONE;
  private Position durable = Position.NONE;

  HostedReplica(ShardReplicaState state, LogReplica log, Meters meters) {
    this.state = state;
    this.log = log;
    this.meters = meters;
  }

  ShardReplicaState state() {
    return state;
  }

  LogReplica log() {
    return log;
  }

  /** A view of everything applied so far. The caller closes it. */
  ShardReader read() throws IOException {
    long started = System.nanoTime();
    refreshedNanos.set(started);
    ShardReader view = state.read();
    meters.refreshed(log.node(), System.nanoTime() - started);
    return view;
  }

  /** The view that is there; of all who come when it has grown old, one makes a new one. */
  ShardReader readAsRefreshed() throws IOException {
    long now = System.nanoTime();
    long last = refreshedNanos.get();
    boolean old = now - last >= REFRESH_NANOS && refreshedNanos.compareAndSet(last, now);
    return old ? read() : state.readAsRefreshed();
  }

  /**
   * To be called at intervals by one thread. A replica that has come to rest is put in order, and
   * what it applied is made durable, so that a crash leaves nothing to be applied again.
   */
  void settle() throws IOException {
    state.settle();
    Position now = state.applied();
    if (now.equals(atLastSettle) && !now.equals(durable)) {
      durable = log.snapshot();
    }
    atLastSettle = now;
  }

  /** Readers do not depend on the log's life: a replica whose log failed serves what it has. */
  ReplicaState readiness() {
    return log.status().phase() == ReplicaStatus.Phase.STOPPED
        ? ReplicaState.OFFLINE
        : state.isServing() ? ReplicaState.SERVING : ReplicaState.LOADING;
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

  Candidate candidate() {
    return new Candidate(
        state.isServing() ? ReplicaState.SERVING : ReplicaState.LOADING, state.readable());
  }
}
