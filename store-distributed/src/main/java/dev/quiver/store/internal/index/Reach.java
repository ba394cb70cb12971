package dev.quiver.store.internal.index;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How far a walk looks: a little farther than the last of so many places, which are taken by the
 * nearest it has found. By how much depends on the share that may be found of the nodes it meets.
 * The fewer of them may be, the more of the others lie between, and the less it takes.
 *
 * <p>The share is that of the nodes met near the target, not of all: a filter that leaves a tenth
 * of the records, but all those around the target, makes nothing easier.
 *
 * <p>Where the target lies farther away than records lie from one another, it takes more. By how
 * much was measured with {@link Foreign} targets; between those and records it grows in proportion,
 * and behind them on, until what is farther than all that was measured is not reached at all.
 *
 * @param places as many as may be wanted of what is walked over
 * @param near to targets as records are
 * @param far to targets from elsewhere; null: not known
 */
record Reach(int places, Steps near, @Nullable Far far) {
  private static final int LEVELS = 8;
  private static final double SQUARED_STEP = 0.5;

  /**
   * What depends on the share: at shares of 1, and each the root of a half of the one before.
   *
   * @param slack by which a walk looks farther, as a part of the distance
   * @param met documents that a walk meets
   */
  @SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, compared nowhere
  record Steps(double[] slack, double[] met) {
    static Steps of(DoubleUnaryOperator slackByShare, DoubleUnaryOperator metByShare) {
      return new Steps(byShare(slackByShare), byShare(metByShare));
    }

    private static double[] byShare(DoubleUnaryOperator value) {
      var byShare = new double[LEVELS];
      Arrays.setAll(byShare, level -> value.applyAsDouble(Math.pow(SQUARED_STEP, level / 2.0)));
      return byShare;
    }

    /** Of the level next above the share. */
    private double slackAt(double share) {
      return slack[level(share)];
    }

    private double metAt(double share) {
      int level = level(share);
      double least = Math.pow(SQUARED_STEP, level / 2.0);
      return met[level] * Math.max(1, level + 1 < LEVELS ? 1 : least / share);
    }
  }

  /**
   * Towards targets from elsewhere.
   *
   * @param around of the nearest met, whether they may be found or not, the one whose distance
   *     tells how far away the target lies
   * @param isEnough whether a walk as far as was measured finds enough
   */
  record Far(int around, Foreign.Distances distances, Steps steps, boolean isEnough) {}

  /**
   * @param slack by share
   * @param met by share
   */
  static Reach of(int places, DoubleUnaryOperator slack, DoubleUnaryOperator met) {
    return new Reach(places, Steps.of(slack, met), null);
  }

  /** Where there are no more than so many to find. */
  Reach among(int candidates) {
    return candidates >= places ? this : new Reach(Math.max(1, candidates), near, far);
  }

  /** How many of the nearest met tell how far away the target lies; 0 where none do. */
  int around() {
    return far == null ? 0 : far.around;
  }

  /** Where the nearest so many are no farther away, the target lies as records do. */
  double familiar() {
    return far == null ? Double.POSITIVE_INFINITY : far.distances.familiar();
  }

  /** To a target as records are. */
  double slack(double share) {
    return near.slackAt(share);
  }

  /** To a target that lies this far from those around it; infinite where no walk will do. */
  double slack(double share, double distance) {
    double strangeness = strangeness(distance);
    double least = near.slackAt(share);
    return far == null || strangeness == 0
        ? least
        : beyond(least, far.steps.slackAt(share), strangeness);
  }

  /** How many documents a walk meets where this share of those near the target may be found. */
  double met(double share) {
    return near.metAt(share);
  }

  /** The same to a target that lies this far from those around it. */
  double met(double share, double distance) {
    double strangeness = strangeness(distance);
    double least = near.metAt(share);
    return far == null || strangeness == 0
        ? least
        : beyond(least, far.steps.metAt(share), strangeness);
  }

  private static double beyond(double near, double far, double strangeness) {
    return Double.isInfinite(strangeness)
        ? strangeness
        : near + strangeness * Math.max(0, far - near);
  }

  private double strangeness(double distance) {
    if (far == null) {
      return 0;
    }
    double strangeness = far.distances.strangeness(distance);
    return strangeness >= 1 && !far.isEnough ? Double.POSITIVE_INFINITY : strangeness;
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
