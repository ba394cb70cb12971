package dev.quiver.store.internal.cache;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets through so many in each turn of a {@link Sample}, or a few more where several threads see
 * the next turn come. What each of them costs is then a known share of the time, however fast they
 * come. Thread-safe.
 */
final class Pace {
  private final int aTurn;
  private final AtomicInteger left = new AtomicInteger();
  private volatile long turn = Long.MIN_VALUE;

  Pace(int aTurn) {
    this.aTurn = aTurn;
  }

  boolean allows(long atMillis) {
    long now = Sample.turn(atMillis);
    if (turn != now) {
      turn = now;
      left.set(aTurn);
    }
    return left.get() > 0 && left.getAndDecrement() > 0;
  }
}
