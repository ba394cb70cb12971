package dev.quiver.store.internal.search;

import java.util.Arrays;

/** How long the latest answers of one node to one kind of read took. Any thread. */
final class AnswerTimes {
  /** Said when too little is known. */
  static final long UNKNOWN = Long.MAX_VALUE;

  private static final int KEPT = 128;
  private static final int ENOUGH = 20;

  /** Sorting at every look would cost more than a percentile a few answers old. */
  private static final int ANSWERS_PER_LOOK = 8;

  private static final double PERCENTILE = 0.95;

  private final long[] nanos = new long[KEPT];
  private long count;
  private volatile long late = UNKNOWN;

  synchronized void add(long tookNanos) {
    nanos[(int) (count++ % KEPT)] = tookNanos;
    if (count >= ENOUGH && count % ANSWERS_PER_LOOK == 0) {
      long[] sorted = Arrays.copyOf(nanos, (int) Math.min(count, KEPT));
      Arrays.sort(sorted);
      late = sorted[(int) (PERCENTILE * (sorted.length - 1))];
    }
  }

  /** The time within which all but the slowest twentieth came. */
  long lateNanos() {
    return late;
  }
}
