package dev.quiver.store.internal.cache;

/**
 * The keys that a cache goes on to serve when it seems to be of no use, to find out when it is
 * again: some at a time, the same ones in every process whose clock is right, and each in its turn.
 */
final class Sample {
  /** Fewer answers than one to so many questions are not worth it. */
  static final int ONE_IN = 32;

  /** How long the same ones are served: whatever is asked more often than that is found. */
  static final long TURN_MILLIS = 8_000;

  private static final int BITS = Integer.numberOfTrailingZeros(ONE_IN);
  private static final int GOLDEN_RATIO = 0x9E37_79B9;

  private Sample() {}

  static boolean contains(ResultKey key, long atMillis) {
    int group = (key.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - BITS);
    return group == Math.floorMod(atMillis / TURN_MILLIS, ONE_IN);
  }
}
