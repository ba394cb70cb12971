package dev.quiver.store.internal.port;

import java.time.Duration;

/**
 * The moment at which a call must be over, on this machine's monotonic clock. One is made when the
 * call comes in, and everything done for the call shares it.
 */
public record Deadline(long atNanos, Duration budget) {
  public static Deadline after(Duration budget) {
    return new Deadline(System.nanoTime() + saturated(budget), budget);
  }

  /** Of a call that came from elsewhere with so much of its budget left. */
  public static Deadline within(long remainingNanos, Duration budget) {
    return new Deadline(
        System.nanoTime() + saturated(Duration.ofNanos(remainingNanos)), budget);
  }

  /** A year is as good as for ever, and does not overflow. */
  private static long saturated(Duration budget) {
    Duration longest = Duration.ofDays(365);
    return (budget.compareTo(longest) > 0 ? longest : budget).toNanos();
  }

  /** What is left, zero when it is over. */
  public long remainingNanos() {
    return Math.max(0, atNanos - System.nanoTime());
  }

  public boolean isOver() {
    return remainingNanos() == 0;
  }
}
