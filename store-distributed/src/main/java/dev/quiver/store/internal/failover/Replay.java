package dev.quiver.store.internal.failover;

import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one cluster what it has missed, in order, one batch at a time, on a thread of its own. A
 * batch that fails is tried again after a pause, half as long, in the end one entry at a time: an
 * entry that the cluster refuses holds up those behind it, because leaving it out would lose what
 * was acknowledged.
 */
final class Replay<Q, A> implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger("dev.quiver.store.failover");

  private static final int MAX_ENTRIES = 1_000;
  private static final long MAX_BYTES = 4 << 20;

  /** Failures in a row that are worth a line; one in between is nothing new. */
  private static final int TOLD_AFTER = 3;

  private static final IntervalFunction PAUSE =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(20), 2.0, 0.5, Duration.ofSeconds(10));

  private final Lane<Q, A> lane;
  private final Backlog backlog;
  private final Changes changes;
  private int limit = MAX_ENTRIES;
  private int failures;
  private boolean proved;
  private boolean told;
  private volatile boolean closed;
  private volatile @Nullable Throwable problem;

  Replay(Lane<Q, A> lane, Backlog backlog, Changes changes) {
    this.lane = lane;
    this.backlog = backlog;
    this.changes = changes;
  }

  /** Why the first entry could not be brought to the cluster; null when the last one could. */
  @Nullable Throwable problem() {
    return problem;
  }

  void close() {
    closed = true;
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        changes.await(() -> backlog.isReplayable() && lane.breaker().isClosed());
        step();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void step() throws InterruptedException {
    int size = 0;
    try {
      Batch batch = Batch.of(backlog.first(limit, MAX_BYTES), lane.partitionKey());
      size = batch.entries().size();
      backlog.finishing(proved && size == backlog.length());
      batch.commands().forEach(lane.backend()::reapply);
      backlog.applied(batch.entries());
    } catch (RuntimeException | IOException | Error failed) {
      backlog.finishing(false);
      failed(failed, size);
      return;
    }
    succeeded();
  }

  private void succeeded() {
    proved = backlog.length() > 0;
    if (backlog.length() == 0) {
      backlog.finishing(false);
      if (told) {
        LOG.info("cluster {} has caught up with its writes", lane.name());
        told = false;
      }
    }
    failures = 0;
    problem = null;
    limit = Math.min(MAX_ENTRIES, 2 * limit);
  }

  private void failed(Throwable why, int size) throws InterruptedException {
    proved = false;
    problem = why;
    failures++;
    limit = Math.max(1, size / 2);
    if (failures == TOLD_AFTER && !told) {
      told = true;
      LOG.warn(
          "cluster {} misses {} writes, which wait: {}", lane.name(), backlog.length(), why + "");
    }
    int closings = lane.breaker().closings();
    changes.await(
        () -> closed || lane.breaker().closings() != closings,
        TimeUnit.MILLISECONDS.toNanos(PAUSE.apply(failures)));
  }
}
