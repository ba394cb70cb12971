package dev.quiver.core.route;

/** The measures behind the policies that compare nodes. */
final class Costs {
  static final NodeCost IN_FLIGHT = (node, ahead) -> ahead;

  /** How long a search given to the node now would take, going by what is known of it. */
  static final NodeCost LEAST_LOADED =
      (node, ahead) -> coarse((1 + ahead) * node.latencyNanos() / headroom(node));

  private static final double LEAST_HEADROOM = 0.05;
  private static final int MANTISSA_BITS_CUT = 21;

  private Costs() {}

  private static double headroom(Contender node) {
    return Math.max(LEAST_HEADROOM, 1 - node.score());
  }

  /**
   * Keeps the two highest bits behind the leading one, four steps per doubling. Measurements differ
   * by more than that for no reason; nodes this close are equals and take turns.
   */
  private static float coarse(double cost) {
    int bits = Float.floatToIntBits((float) cost);
    return Float.intBitsToFloat((bits >> MANTISSA_BITS_CUT) << MANTISSA_BITS_CUT);
  }
}
