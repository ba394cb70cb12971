package dev.quiver.store.internal.search;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many extra requests may be sent: at most one for every twenty that had to be, over the whole
 * life of the budget. What is not used is saved, up to a few. Any thread.
 */
final class HedgeBudget {
  static final int REQUESTS_PER_EXTRA = 20;

  /** Enough for the first moments of a node that turns slow, and no burst. */
  static final int MAX_SAVED = 10;

  private final AtomicInteger earned = new AtomicInteger();

  void earn() {
    earned.updateAndGet(now -> Math.min(now + 1, MAX_SAVED * REQUESTS_PER_EXTRA));
  }

  /** Takes what this many extra requests cost, or nothing. */
  boolean spend(int extra) {
    int cost = extra * REQUESTS_PER_EXTRA;
    int now = earned.get();
    while (now >= cost) {
      if (earned.compareAndSet(now, now - cost)) {
        return true;
      }
      now = earned.get();
    }
    return false;
  }
}
