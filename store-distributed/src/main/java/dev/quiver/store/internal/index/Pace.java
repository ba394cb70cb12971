package dev.quiver.store.internal.index;

import java.util.function.LongSupplier;

/** So much a second over all who ask, and at most a second's worth at once. Thread-safe. */
final class Pace {
  private static final long SECOND_NANOS = 1_000_000_000;

  private final long aSecond;
  private final LongSupplier nanoClock;
  private long left;
  private long lastNanos;

  Pace(long aSecond, LongSupplier nanoClock) {
    this.aSecond = aSecond;
    this.nanoClock = nanoClock;
    this.left = aSecond;
    this.lastNanos = nanoClock.getAsLong();
  }

  /** Whether that much may be done now; it is then taken as done. */
  synchronized boolean allows(long much) {
    long now = nanoClock.getAsLong();
    long sinceNanos = Math.clamp(now - lastNanos, 0, SECOND_NANOS);
    left = Math.min(aSecond, left + aSecond * sinceNanos / SECOND_NANOS);
    lastNanos = now;
    if (left < Math.min(much, aSecond)) {
      return false;
    }
    left -= much;
    return true;
  }
}
