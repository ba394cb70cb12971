package dev.quiver.store.internal.index;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How wide beams must be in one shard, as measured there.
 *
 * <p>For each kind of filter, each width and each rank j it holds how often the j-th nearest record
 * of a segment was found by a walk with that width. From this follows the recall of any search: of
 * the k nearest records of several segments together, those in one segment are its own nearest m,
 * and m is distributed binomially with the segment's part of the records. So the number of shards
 * need not be known when measuring, nor k.
 *
 * @param rows in the segment measured
 * @param found by level of {@link #SHARES}, index of {@link #WIDTHS}, rank from 0: a share of 1
 */
@SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, compared nowhere
record Calibration(int rows, float[][][] found, Map<Wanted, Widths> known) {
  /** Shares of the records that a filter leaves, as measured; between them, interpolated. */
  static final double[] SHARES = {1, 0.5, 0.1};

  static final int[] WIDTHS = {8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512};

  /** Ranks measured; for more, widths grow in proportion. */
  static final int RANKS = 50;

  /** Of what a search may miss, the part that is used: samples are not the searches to come. */
  private static final double MISSED_PART = 0.8;

  /** Parts are rounded up to a multiple of this, so that few widths need to be worked out. */
  private static final double PART_STEPS = 64;

  private static final int MOST_KNOWN = 512;

  /**
   * What widths are asked for.
   *
   * @param part of the records searched that are in the segment
   */
  record Wanted(double recall, int limit, double part) {}

  Calibration(int rows, float[][][] found) {
    this(rows, found, new ConcurrentHashMap<>());
  }

  Widths widths(double recall, int limit, double part) {
    var wanted = new Wanted(recall, limit, Math.ceil(part * PART_STEPS) / PART_STEPS);
    Widths widths = known.get(wanted);
    if (widths == null) {
      if (known.size() >= MOST_KNOWN) {
        known.clear();
      }
      widths = work(wanted);
      known.put(wanted, widths);
    }
    return widths;
  }

  private Widths work(Wanted wanted) {
    int ranks = Math.min(RANKS, wanted.limit());
    double stretch = Math.max(1, wanted.limit() * wanted.part() / RANKS);
    double[] weights = weights(ranks, wanted.limit() / stretch, wanted.part());
    double needed = 1 - (1 - wanted.recall()) * MISSED_PART;
    double[] measured =
        Arrays.stream(found).mapToDouble(at -> width(at, weights, needed)).toArray();
    return Widths.of(share -> stretch * at(share, measured));
  }

  private static double at(double share, double[] measured) {
    double width = measured[0];
    for (int level = 1; level < measured.length; level++) {
      width = between(level, share, width, measured[level]);
    }
    return width;
  }

  /** Straight over the logarithm of the share; what is left of the first levels is kept. */
  private static double between(int level, double share, double wider, double narrower) {
    double from = Math.log(SHARES[level - 1]);
    double to = Math.log(SHARES[level]);
    double way = (Math.log(share) - from) / (to - from);
    return way <= 0 ? wider : wider + Math.min(1, way) * (narrower - wider);
  }

  private static double width(float[][] foundByWidth, double[] weights, double needed) {
    double before = 0;
    for (int i = 0; i < WIDTHS.length; i++) {
      double recall = recall(foundByWidth[i], weights);
      if (recall >= needed) {
        double way = i == 0 || recall <= before ? 1 : (needed - before) / (recall - before);
        int last = i == 0 ? 0 : WIDTHS[i - 1];
        return last + way * (WIDTHS[i] - last);
      }
      before = recall;
    }
    return WIDTHS[WIDTHS.length - 1];
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
    if (part >= 1) {
      Arrays.fill(weights, 1);
      return weights;
    }
    int trials = (int) Math.round(limit);
    double exactly = Math.pow(1 - part, trials);
    double fewer = 0;
    for (int j = 0; j < ranks; j++) {
      fewer += exactly;
      weights[j] = Math.max(1 - fewer, 1e-12);
      exactly *= (double) (trials - j) / (j + 1) * part / (1 - part);
    }
    return weights;
  }
}
