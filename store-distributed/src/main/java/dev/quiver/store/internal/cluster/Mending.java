package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.cluster.KnownReplicas.Replica;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after replicas that turn out to be damaged while they run: each is rebuilt from the others,
 * as at opening, if enough of those are whole. Where they are not it stays as it is, refuses its
 * readers with the reason, and is looked at again in the next round. A disk that damages what it
 * has just been given is not given it again and again: the wait between two attempts doubles.
 */
final class Mending {
  private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
  private static final long FIRST_WAIT_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long LONGEST_WAIT_NANOS = Duration.ofHours(1).toNanos();

  private record Attempt(long atNanos, long waitNanos) {}

  private final EmbeddedCluster cluster;
  private final LongSupplier clock;
  private final AtomicBoolean atWork = new AtomicBoolean();
  private final Map<Replica, Attempt> attempts = new HashMap<>();
  private final Set<Replica> helpless = new HashSet<>();

  Mending(EmbeddedCluster cluster, LongSupplier clock) {
    this.cluster = cluster;
    this.clock = clock;
  }

  /** Begins a round, which may take long, on a thread of its own; unless one is under way. */
  void begin() {
    if (atWork.compareAndSet(false, true)) {
      try {
        Thread.ofVirtual().name("quiver-mending").start(this::round);
      } catch (RuntimeException | Error notStarted) {
        atWork.set(false);
        throw notStarted;
      }
    }
  }

  private void round() {
    try {
      cluster.rebuildMetadata();
      for (OpenCollection collection : cluster.collections()) {
        for (HostedCollection host : collection.hosts().values()) {
          host.replicas().forEach((shard, replica) -> look(collection, host, shard, replica));
        }
      }
    } catch (RuntimeException failed) {
      LOG.warn("A round of looking for damaged replicas failed; the next one follows", failed);
    } finally {
      atWork.set(false);
    }
  }

  private void look(
      OpenCollection collection, HostedCollection host, ShardId shard, HostedReplica replica) {
    replica.soundness().look();
    Optional<Throwable> damage = replica.soundness().damage();
    var key = new Replica(replica.log().log(), host.node());
    if (damage.isEmpty()) {
      helpless.remove(key);
    } else if (isDue(key)) {
      String what = shard + " of collection " + collection.settings().name() + " on " + host.node();
      mend(what, key, () -> cluster.rebuild(collection, host.node(), shard, replica), damage.get());
    }
  }

  private interface Rebuilding {
    boolean isDone();
  }

  private void mend(String what, Replica key, Rebuilding rebuilding, Throwable damage) {
    try {
      if (rebuilding.isDone()) {
        helpless.remove(key);
        attempted(key);
      } else if (helpless.add(key)) {
        LOG.error(
            "{} is damaged, and too few of its other copies are up and whole to rebuild it from:"
                + " start their nodes, or restore a snapshot. {}",
            what,
            String.valueOf(damage.getMessage()));
      }
    } catch (RuntimeException failed) {
      attempted(key);
      LOG.warn("{} is damaged and could not be rebuilt; that is tried again", what, failed);
    }
  }

  private boolean isDue(Replica key) {
    Attempt last = attempts.get(key);
    return last == null || clock.getAsLong() - last.atNanos >= last.waitNanos;
  }

  private void attempted(Replica key) {
    Attempt last = attempts.get(key);
    long wait = last == null ? FIRST_WAIT_NANOS : Math.min(2 * last.waitNanos, LONGEST_WAIT_NANOS);
    attempts.put(key, new Attempt(clock.getAsLong(), wait));
  }
}
