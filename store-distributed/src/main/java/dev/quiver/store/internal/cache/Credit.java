package dev.quiver.store.internal.cache;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How much longer a cache is trusted to be of use: every question it has no answer to takes one
 * away, and every answer found gives as many back as make the two even. Thread-safe.
 */
final class Credit {
  private final int most;
  private final AtomicInteger left;

  /**
   * @param most questions that may be in vain in a row
   */
  Credit(int most) {
    this.most = most;
    this.left = new AtomicInteger(most);
  }

  boolean isLeft() {
    return left.get() > 0;
  }

  /**
   * @param questions for which this answer, or the want of it, stands
   */
  void count(boolean found, int questions) {
    int change = (found ? Sample.ONE_IN : -1) * questions;
    int before = left.get();
    if (before != (found ? most : 0)) { // or many threads would write what is there already
      left.updateAndGet(now -> Math.clamp((long) now + change, 0, most));
    }
  }
}
