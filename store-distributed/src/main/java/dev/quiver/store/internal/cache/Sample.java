package dev.quiver.store.internal.cache;

/**
 * The keys that a cache goes on to serve when it seems to be of no use, to find out when it is
 * again: a fixed part of all keys, the same in every process.
 */
final class Sample {
  /** Fewer answers than one to so many questions are not worth it. */
  static final int ONE_IN = 32;

  private static final int BITS = Integer.numberOfTrailingZeros(ONE_IN);
  private static final int GOLDEN_RATIO = 0x9E37_79B9;

  private Sample() {}

  static boolean contains(ResultKey key) {
    return (key.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - BITS) == 0;
  }
}
