package dev.quiver.store.internal.index;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How wide a beam must be, by the share that may be found of the nodes it meets. The fewer of them
 * may be, the farther the walk goes for each, and the fewer places find as much.
 *
 * <p>The share is that of the nodes met near the target, not of all: a filter that leaves a tenth
 * of the records, but all those around the target, makes nothing easier.
 *
 * @param byShare at shares of 1, and each the root of a half of the one before
 */
@SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, compared nowhere
record Widths(int[] byShare) {
  /** Documents a walk meets in each graph, and for each place in the beam if all may be found. */
  private static final double MET_PER_GRAPH = 100;

  private static final double MET_PER_PLACE = 12;

  private static final int LEVELS = 8;
  private static final double SQUARED_STEP = 0.5;

  /**
   * @param width by share
   */
  static Widths of(DoubleUnaryOperator width) {
    var byShare = new int[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      byShare[level] = (int) Math.ceil(width.applyAsDouble(share(level)));
    }
    return new Widths(byShare);
  }

  /** The same for all shares. */
  static Widths of(int width) {
    return new Widths(new int[] {width});
  }

  private static double share(int level) {
    return Math.pow(SQUARED_STEP, level / 2.0);
  }

  /** None narrower than one of these, none wider than the other. */
  Widths between(int least, int most) {
    return new Widths(
        Arrays.stream(byShare).map(width -> Math.min(most, Math.max(least, width))).toArray());
  }

  /** Where all may be found. */
  int widest() {
    return byShare[0];
  }

  /** How many documents a walk meets where this share of those near the target may be found. */
  double met(double share) {
    return MET_PER_GRAPH + MET_PER_PLACE * at(share) / share;
  }

  /** Of the level next above the share. */
  int at(double share) {
    double left = share * share;
    int level = 0;
    while (level + 1 < byShare.length && left <= SQUARED_STEP) {
      left /= SQUARED_STEP;
      level++;
    }
    return byShare[level];
  }
}
