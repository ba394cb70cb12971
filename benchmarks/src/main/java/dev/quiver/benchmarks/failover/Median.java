package dev.quiver.benchmarks.failover;

import java.util.Arrays;
import java.util.Locale;

/**
 * The median of what was measured many times, and how far chance may have moved it: were it
 * measured for ever, the median would be between these bounds, in 95 cases of 100. They are values
 * of a rank, so nothing is assumed of how the values are spread.
 */
record Median(double least, double value, double most) {
  /** Of the root of the count: how far the ranks of the bounds are from the middle. */
  private static final double RANKS = 0.98;

  static Median of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    int ranks = (int) Math.ceil(RANKS * Math.sqrt(sorted.length));
    return new Median(
        sorted[Math.max(0, middle - ranks)],
        sorted[middle],
        sorted[Math.min(sorted.length - 1, middle + ranks)]);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f to %.3f", least, most);
  }
}
