package dev.quiver.core.failover;

import java.time.Duration;

/**
 * When to stop calling something that keeps failing, and when to try it again. Values only; the
 * store hands them to its circuit breaker.
 *
 * @param failureRate the share of failures from which the breaker opens
 * @param window how many of the latest calls are looked at
 * @param minimumCalls calls needed before the rate means anything
 * @param openFor how long nothing is let through
 * @param trialCalls calls let through afterwards to decide whether to close it
 */
public record BreakerPolicy(
    double failureRate, int window, int minimumCalls, Duration openFor, int trialCalls) {
  /** Half of the last twenty calls failed: five seconds of rest, then three trials. */
  public static final BreakerPolicy DEFAULTS =
      new BreakerPolicy(0.5, 20, 10, Duration.ofSeconds(5), 3);

  /** For whole clusters behind a failover store: slower to open, longer to stay so. */
  public static final BreakerPolicy CLUSTER =
      new BreakerPolicy(0.5, 50, 10, Duration.ofSeconds(30), 3);

  public BreakerPolicy {
    if (!(failureRate > 0 && failureRate <= 1)) {
      throw new IllegalArgumentException(
          "failureRate must be above 0 and at most 1, but was " + failureRate);
    }
    if (window < 1) {
      throw new IllegalArgumentException("window must be at least 1, but was " + window);
    }
    if (minimumCalls < 1 || minimumCalls > window) {
      throw new IllegalArgumentException(
          "minimumCalls must be between 1 and window (" + window + "), but was " + minimumCalls);
    }
    if (openFor.isNegative() || openFor.isZero()) {
      throw new IllegalArgumentException("openFor must be positive, but was " + openFor);
    }
    if (trialCalls < 1) {
      throw new IllegalArgumentException("trialCalls must be at least 1, but was " + trialCalls);
    }
  }
}
