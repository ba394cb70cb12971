package dev.quiver.store.internal.cache;

import java.util.function.LongSupplier;

/**
 * Whether looking for answers, and keeping them, is worth its time: not while nearly all look-ups
 * are in vain, as where no question is asked twice, or each comes after another write. It is then
 * done for a {@link Sample} of the keys only, and for all of them again as soon as that finds
 * something. Looking is given up soon, keeping late: whoever fills a cache before its use begins
 * must not be taken for one who never asks twice. Both are done at a {@link Pace} meanwhile, so
 * that they cost a share of the time and not of the questions: who has to embed what it asks is
 * slower than that, and loses nothing. Thread-safe.
 */
final class Worth {
  /** Questions that may be looked for in vain. */
  static final int LOOKS = 256;

  /** Questions whose answers are kept although none of them was found before. */
  static final int KEPT = 16_384;

  /** Looks a turn for keys of the sample. One takes 80 us on loopback, and its caller waits. */
  static final int LOOKS_A_TURN = 2;

  /** Answers kept a turn, of those in the sample and as many beside it. */
  static final int KEPT_A_TURN = 10;

  private final LongSupplier clock;
  private final Pace looks = new Pace(LOOKS_A_TURN);
  private final Pace sampleKept = new Pace(KEPT_A_TURN);
  private final Pace othersKept = new Pace(KEPT_A_TURN);
  private final Credit looking = new Credit(LOOKS);
  private final Credit keeping = new Credit(KEPT);

  /**
   * @param clock milliseconds since 1970
   */
  Worth(LongSupplier clock) {
    this.clock = clock;
  }

  boolean isLookedFor(ResultKey key) {
    return looking.isLeft() || isLookedFor(key, clock.getAsLong());
  }

  private boolean isLookedFor(ResultKey key, long now) {
    return Sample.contains(key, now) && looks.allows(now);
  }

  boolean isKept(ResultKey key) {
    return (looking.isLeft() && keeping.isLeft()) || isKept(key, clock.getAsLong());
  }

  private boolean isKept(ResultKey key, long now) {
    return Sample.contains(key, now)
        ? sampleKept.allows(now)
        : keeping.isLeft() && othersKept.allows(now);
  }

  /** What came of a look-up. One of the sample stands for all the others. */
  void answered(boolean found) {
    keeping.count(found, looking.isLeft() ? 1 : Sample.ONE_IN);
    looking.count(found, 1);
  }
}
