package dev.quiver.core.load;

import java.time.Duration;

/**
 * How a node has been answering.
 *
 * @param inFlight requests it had accepted and not yet answered
 * @param latency mean time from arrival to answer; zero when it answered nobody
 */
public record Pace(double inFlight, Duration latency) {
  /** Nobody asked, nobody answered. */
  public static final Pace IDLE = new Pace(0, Duration.ZERO);

  public Pace {
    if (!(inFlight >= 0) || Double.isInfinite(inFlight)) {
      throw new IllegalArgumentException(
          "inFlight must be a finite number of at least 0, but was " + inFlight);
    }
    if (latency.isNegative()) {
      throw new IllegalArgumentException("latency must not be negative, but was " + latency);
    }
  }

  boolean hasLatency() {
    return !latency.isZero();
  }
}
