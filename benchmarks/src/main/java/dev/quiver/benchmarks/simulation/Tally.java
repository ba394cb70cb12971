package dev.quiver.benchmarks.simulation;

import java.util.Arrays;

/** Counts what became of the queries that arrived after the warm-up. */
final class Tally {
  private long[] latencies = new long[1024];
  private int answered;
  private long arrived;
  private long lost;
  private long retried;

  void arrived(long arrivedNanos) {
    arrived += counts(arrivedNanos);
  }

  void lost(long arrivedNanos) {
    lost += counts(arrivedNanos);
  }

  void retried(long arrivedNanos) {
    retried += counts(arrivedNanos);
  }

  void answered(long arrivedNanos, long nowNanos) {
    if (counts(arrivedNanos) == 0) {
      return;
    }
    if (answered == latencies.length) {
      latencies = Arrays.copyOf(latencies, 2 * answered);
    }
    latencies[answered++] = nowNanos - arrivedNanos;
  }

  Outcome outcome(double seconds) {
    long[] sorted = Arrays.copyOf(latencies, answered);
    Arrays.sort(sorted);
    return new Outcome(
        new Outcome.Counts(arrived, answered, retried, lost),
        answered / seconds,
        millis(sorted, 0.50),
        millis(sorted, 0.99));
  }

  private static int counts(long arrivedNanos) {
    return arrivedNanos >= Model.WARM_UP.toNanos() ? 1 : 0;
  }

  private static double millis(long[] sorted, double quantile) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
  }
}
