package dev.quiver.examples.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How often some callers were served, and how long each call took, failed ones included.
 *
 * @param nanos a call's time
 * @param seconds from the first call that counts to the end of the last
 * @param firstFailure null where no call failed
 */
record Measured(
    Histogram nanos, double seconds, long failures, @Nullable RuntimeException firstFailure) {
  private static final double NANOS_PER_MILLI = 1e6;

  double perSecond() {
    return nanos.getTotalCount() / seconds;
  }

  double meanMillis() {
    return nanos.getMean() / NANOS_PER_MILLI;
  }

  double millis(double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }
}
