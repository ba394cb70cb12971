package dev.quiver.store.internal.failover;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks at one cluster every so often while it is down, on a thread of its own. */
final class Prober implements Runnable {
  private final Lane<?, ?> lane;
  private final Duration interval;

  Prober(Lane<?, ?> lane, Duration interval) {
    this.lane = lane;
    this.interval = interval;
  }

  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(interval.toNanos());
      if (lane.breaker().mayProbe()) {
        lane.probe();
      }
    }
  }
}
