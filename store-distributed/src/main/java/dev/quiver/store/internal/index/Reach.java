package dev.quiver.store.internal.index;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * How far a walk looks: a little farther than the last of so many places, which are taken by the
 * nearest it has found. By how much depends on the share that may be found of the nodes it meets.
 * The fewer of them may be, the more of the others lie between, and the less it takes.
 *
 * <p>The share is that of the nodes met near the target, not of all: a filter that leaves a tenth
 * of the records, but all those around the target, makes nothing easier.
 *
 * @param places as many as may be wanted of what is walked over
 * @param slack by which it looks farther, as a part of the distance; at shares of 1, and each the
 *     root of a half of the one before
 * @param met documents that a walk meets, at the same shares
 */
@SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, compared nowhere
record Reach(int places, double[] slack, double[] met) {
  private static final int LEVELS = 8;
  private static final double SQUARED_STEP = 0.5;

  /**
   * @param slack by share
   * @param met by share
   */
  static Reach of(int places, DoubleUnaryOperator slack, DoubleUnaryOperator met) {
    return new Reach(places, byShare(slack), byShare(met));
  }

  private static double[] byShare(DoubleUnaryOperator value) {
    var byShare = new double[LEVELS];
    Arrays.setAll(byShare, level -> value.applyAsDouble(Math.pow(SQUARED_STEP, level / 2.0)));
    return byShare;
  }

  /** Where there are no more than so many to find. */
  Reach among(int candidates) {
    return candidates >= places ? this : new Reach(Math.max(1, candidates), slack, met);
  }

  /** Of the level next above the share. */
  double slack(double share) {
    return slack[level(share)];
  }

  /** How many documents a walk meets where this share of those near the target may be found. */
  double met(double share) {
    int level = level(share);
    double least = Math.pow(SQUARED_STEP, level / 2.0);
    return met[level] * Math.max(1, level + 1 < LEVELS ? 1 : least / share);
  }

  private static int level(double share) {
    double left = share * share;
    int level = 0;
    while (level + 1 < LEVELS && left <= SQUARED_STEP) {
      left /= SQUARED_STEP;
      level++;
    }
    return level;
  }
}
