package dev.quiver.store.internal.cache;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether looking for answers, and sending them, is worth its time: not while nearly all look-ups
 * are in vain, as where no question is asked twice, or each comes after another write. It is then
 * done for a fixed sample of the keys, the same in every process, and for all of them again as soon
 * as that finds something. Looking is given up soon, sending late: whoever fills a cache before its
 * use begins must not be taken for one who never asks twice. Thread-safe.
 */
final class Worth {
  /** The sample is one key in so many; fewer answers than one in so many are not worth it. */
  static final int SELDOM = 32;

  /** Questions that may be looked for in vain. */
  static final int LOOKS = 256;

  /** Questions whose answers are sent although none of them was found before. */
  static final int SENDS = 16_384;

  private static final int SAMPLE_BITS = Integer.numberOfTrailingZeros(SELDOM);
  private static final int GOLDEN_RATIO = 0x9E37_79B9;

  private final AtomicInteger looks = new AtomicInteger(LOOKS);
  private final AtomicInteger sends = new AtomicInteger(SENDS);

  boolean isLookedFor(ResultKey key) {
    return looks.get() > 0 || isSampled(key);
  }

  boolean isSent(ResultKey key) {
    return sends.get() > 0 || isSampled(key);
  }

  private static boolean isSampled(ResultKey key) {
    return (key.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - SAMPLE_BITS) == 0;
  }

  /** What came of a look-up. One of the sample stands for all the others. */
  void answered(boolean found) {
    int questions = looks.get() > 0 ? 1 : SELDOM;
    int change = found ? SELDOM : -1;
    sends.updateAndGet(before -> Math.clamp(before + change * questions, 0, SENDS));
    looks.updateAndGet(before -> Math.clamp(before + change, 0, LOOKS));
  }
}
