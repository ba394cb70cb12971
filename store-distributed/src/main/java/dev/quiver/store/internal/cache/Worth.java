package dev.quiver.store.internal.cache;

import java.util.function.LongSupplier;

/**
 * Whether looking for answers, and keeping them, is worth its time: not while nearly all look-ups
 * are in vain, as where no question is asked twice, or each comes after another write. It is then
 * done for a {@link Sample} of the keys only, and for all of them again as soon as that finds
 * something. Looking is given up soon, keeping late: whoever fills a cache before its use begins
 * must not be taken for one who never asks twice. Thread-safe.
 */
final class Worth {
  /** Questions that may be looked for in vain. */
  static final int LOOKS = 256;

  /** Questions whose answers are kept although none of them was found before. */
  static final int KEPT = 16_384;

  private final LongSupplier clock;
  private final Credit looking = new Credit(LOOKS);
  private final Credit keeping = new Credit(KEPT);

  /**
   * @param clock milliseconds since 1970
   */
  Worth(LongSupplier clock) {
    this.clock = clock;
  }

  boolean isLookedFor(ResultKey key) {
    return looking.isLeft() || isSampled(key);
  }

  boolean isKept(ResultKey key) {
    return keeping.isLeft() || isSampled(key);
  }

  private boolean isSampled(ResultKey key) {
    return Sample.contains(key, clock.getAsLong());
  }

  /** What came of a look-up. One of the sample stands for all the others. */
  void answered(boolean found) {
    keeping.count(found, looking.isLeft() ? 1 : Sample.ONE_IN);
    looking.count(found, 1);
  }
}
