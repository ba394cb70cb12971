package dev.quiver.core.route;

/**
 * A replica and its place in the order, packed into one long so that ordering a shard's replicas
 * needs no object: from the high end two bits of tier, seven of lag, 32 of cost and 16 of the
 * replica's number within its shard. Sorting by all but the number, stably, is the routing order.
 */
final class RouteKey {
  static final int MAX_REPLICAS = 1 << 16;
  private static final int LAG_SHIFT = 48;
  private static final int TIER_SHIFT = 55;
  private static final int COST_SHIFT = 16;
  private static final long COST_MASK = 0xFFFF_FFFFL << COST_SHIFT;

  private RouteKey() {}

  static long of(int tier, int lagDigits, int replica) {
    return ((long) tier << TIER_SHIFT) | ((long) lagDigits << LAG_SHIFT) | replica;
  }

  static int replica(long key) {
    return (int) (key & (MAX_REPLICAS - 1));
  }

  static boolean equalRank(long one, long other) {
    return one >>> LAG_SHIFT == other >>> LAG_SHIFT;
  }

  /** Floats sort as unsigned numbers once negative ones are flipped and the sign bit inverted. */
  static long withCost(long key, float cost) {
    int bits = Float.floatToIntBits(cost);
    int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE) ^ Integer.MIN_VALUE;
    return (key & ~COST_MASK) | ((ordered & 0xFFFF_FFFFL) << COST_SHIFT);
  }

  /** Stable, and the fastest there is for the handful of replicas a shard has. */
  static void sort(long[] keys, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long key = keys[i];
      int place = i;
      while (place > from && keys[place - 1] >>> COST_SHIFT > key >>> COST_SHIFT) {
        keys[place] = keys[place - 1];
        place--;
      }
      keys[place] = key;
    }
  }

  /** Moves the first {@code by} keys behind the others, in place. */
  static void rotate(long[] keys, int from, int to, int by) {
    reverse(keys, from, from + by);
    reverse(keys, from + by, to);
    reverse(keys, from, to);
  }

  private static void reverse(long[] keys, int from, int to) {
    for (int low = from, high = to - 1; low < high; low++, high--) {
      long key = keys[low];
      keys[low] = keys[high];
      keys[high] = key;
    }
  }
}
