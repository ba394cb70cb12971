package dev.quiver.store.internal.cache;

/**
 * The keys that a cache goes on to serve when it seems to be of no use, to find out when it is
 * again; the same ones in every process whose clock is right. Half of them are always the same, so
 * that a question is found that is asked twice, however much later. The others take turns, so that
 * one of a few that are asked all the time comes soon.
 */
final class Sample {
  /** Fewer answers than one to so many questions are not worth it. */
  static final int ONE_IN = 32;

  static final long TURN_MILLIS = 100;

  /** The first is always served, and one of the others at a time. */
  static final int GROUPS = 2 * ONE_IN;

  private static final int BITS = Integer.numberOfTrailingZeros(GROUPS);
  private static final int GOLDEN_RATIO = 0x9E37_79B9;

  private Sample() {}

  static boolean contains(ResultKey key, long atMillis) {
    int group = (key.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - BITS);
    return group == 0 || group == 1 + Math.floorMod(turn(atMillis), GROUPS - 1);
  }

  /** The number of the turn. */
  static long turn(long atMillis) {
    return atMillis / TURN_MILLIS;
  }
}
