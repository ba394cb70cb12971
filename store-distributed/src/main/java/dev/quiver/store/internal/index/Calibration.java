package dev.quiver.store.internal.index;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How far walks must reach in one shard, as measured there.
 *
 * <p>For each kind of filter, each number of places, each slack and each rank j it holds how often
 * the j-th nearest record of a segment was found. From this follows the recall of any search: of
 * the k nearest records of several segments together, those in one segment are its own nearest m,
 * and m is distributed binomially with the segment's part of the records. So the number of shards
 * need not be known when measuring, nor k.
 *
 * @param rows in the segment measured
 * @param levels what was measured at each of {@link #SHARES}
 * @param foreign what was measured with targets from elsewhere; null where there are none
 */
@SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, compared nowhere
record Calibration(int rows, Level[] levels, @Nullable Foreign foreign, Map<Wanted, Reach> known) {
  /** Shares of the records that a filter leaves, as measured; between them, interpolated. */
  static final double[] SHARES = {1, 0.5, 0.1};

  /** Fewer would do for fewer wanted, but the walk would not be shorter. */
  static final int[] PLACES = {5, 10, 20, 50};

  static final double[] SLACKS = {
    0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.12, 0.14, 0.17, 0.2, 0.25, 0.3,
    0.4, 0.5, 0.7, 1
  };

  /** Ranks measured; for more, places grow in proportion. */
  static final int RANKS = PLACES[PLACES.length - 1];

  /** Standard deviations of chance that a segment's share of the places allows for. */
  private static final double DEVIATIONS = 5;

  /** Of what a search may miss, the part that is used: samples are not the searches to come. */
  private static final double MISSED_PART = 0.9;

  private static final double PART_STEPS = 64;

  /** To each doubling. */
  private static final double SCALE_STEPS = 4;

  private static final int MOST_KNOWN = 512;

  /**
   * What a walk finds and meets where a filter leaves one share of the records.
   *
   * @param found by index of {@link #PLACES}, index of {@link #SLACKS}, rank from 0: a share of 1
   * @param met by index of places and of slacks: a number of documents
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  record Level(float[][][] found, double[][] met) {}

  /**
   * What a reach is asked for.
   *
   * @param part of the records searched that are in the segment
   * @param scale the size of the segment, as a part of the one that was measured
   */
  record Wanted(double recall, int limit, double part, double scale) {
    /** The part rounded up and the scale rounded, so that few need to be worked out. */
    Wanted rounded() {
      return new Wanted(
          recall,
          limit,
          Math.min(1, Math.ceil(part * PART_STEPS) / PART_STEPS),
          Math.pow(2, Math.round(Math.log(scale) / Math.log(2) * SCALE_STEPS) / SCALE_STEPS));
    }
  }

  Calibration(int rows, Level[] levels, @Nullable Foreign foreign) {
    this(rows, levels, foreign, new ConcurrentHashMap<>());
  }

  /** So many times as many documents as were measured. */
  double scale(int documents) {
    return (double) documents / rows;
  }

  /**
   * Of so many wanted, as many as there may be in a segment with this part of the records, but for
   * very rare chance.
   */
  static int places(double limit, double part) {
    double expected = limit * part;
    double chance = DEVIATIONS * Math.sqrt(expected * (1 - part));
    return (int) Math.min(Math.ceil(limit), Math.ceil(expected + chance));
  }

  Reach reach(Wanted exactly) {
    Wanted wanted = exactly.rounded();
    Reach reach = known.get(wanted);
    if (reach == null) {
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      reach = work(wanted);
      known.put(wanted, reach);
    }
    return reach;
  }

  private Reach work(Wanted wanted) {
    int places = places(wanted.limit(), wanted.part());
    double stretch = Math.max(1, (double) places / RANKS);
    int measured = 0;
    while (PLACES[measured] * stretch < places) {
      measured++;
    }
    var needed =
        new Needed(
            1 - (1 - wanted.recall()) * MISSED_PART,
            weights(PLACES[measured], wanted.limit() / stretch, wanted.part()),
            measured,
            stretch);
    return new Reach(
        (int) Math.ceil(PLACES[measured] * stretch),
        needed.steps(levels),
        foreign == null ? null : far(foreign, needed, wanted.scale()));
  }

  /**
   * In a segment of half the size, the n-th nearest of a target are about as far away as the 2n-th
   * of the one measured. Of one so small that not even the nearest is, it is not told.
   */
  private static Reach.@Nullable Far far(Foreign foreign, Needed needed, double scale) {
    int at = needed.measured();
    while (at + 1 < PLACES.length && PLACES[at] * scale < 1) {
      at++;
    }
    long around = Math.round(PLACES[at] * scale);
    return around < 1
        ? null
        : new Reach.Far(
            (int) around,
            foreign.distances()[at],
            needed.steps(foreign.levels()),
            needed.isReached(foreign.levels()[0]));
  }

  /**
   * What must be found.
   *
   * @param weights of ranks
   * @param measured index of {@link #PLACES}
   * @param stretch by which more places are wanted than were measured
   */
  @SuppressWarnings("ArrayRecordComponent") // as above
  private record Needed(double recall, double[] weights, int measured, double stretch) {
    Reach.Steps steps(Level[] levels) {
      var slack = new double[levels.length];
      var met = new double[levels.length];
      for (int level = 0; level < levels.length; level++) {
        double step = step(levels[level].found[measured], weights, recall);
        slack[level] = at(step, SLACKS);
        met[level] = stretch * at(step, levels[level].met[measured]);
      }
      return Reach.Steps.of(share -> between(share, slack), share -> between(share, met));
    }

    boolean isReached(Level level) {
      return Calibration.recall(level.found[measured][SLACKS.length - 1], weights) >= recall;
    }
  }

  /** Straight over the logarithm of the share; what is left of the first levels is kept. */
  private static double between(double share, double[] measured) {
    double value = measured[0];
    for (int level = 1; level < measured.length; level++) {
      double from = Math.log(SHARES[level - 1]);
      double to = Math.log(SHARES[level]);
      double way = Math.clamp((Math.log(share) - from) / (to - from), 0, 1);
      value += way * (measured[level] - value);
    }
    return value;
  }

  /** The least slack with which enough is found, as a place among {@link #SLACKS}. */
  private static double step(float[][] foundBySlack, double[] weights, double needed) {
    double before = 0;
    for (int i = 0; i < SLACKS.length; i++) {
      double recall = recall(foundBySlack[i], weights);
      if (recall >= needed) {
        return i == 0 ? 0 : i - 1 + (needed - before) / (recall - before);
      }
      before = recall;
    }
    return SLACKS.length - 1;
  }

  private static double at(double step, double[] values) {
    int below = (int) step;
    int above = Math.min(below + 1, values.length - 1);
    return values[below] + (step - below) * (values[above] - values[below]);
  }

  private static double recall(float[] foundByRank, double[] weights) {
    double found = 0;
    double all = 0;
    for (int j = 0; j < weights.length; j++) {
      found += weights[j] * foundByRank[j];
      all += weights[j];
    }
    return found / all;
  }

  /** Of each rank, how likely it is that so many of those wanted are in the segment. */
  private static double[] weights(int ranks, double limit, double part) {
    var weights = new double[ranks];
    int trials = (int) Math.round(limit);
    if (part >= 1) {
      Arrays.fill(weights, 0, Math.min(ranks, trials), 1);
      return weights;
    }
    double exactly = Math.pow(1 - part, trials);
    double fewer = 0;
    for (int j = 0; j < ranks; j++) {
      fewer += exactly;
      weights[j] = Math.max(1 - fewer, 1e-12);
      exactly *= Math.max(0, trials - j) / (j + 1.0) * part / (1 - part);
    }
    return weights;
  }
}
