package dev.quiver.core.load;

import java.time.Duration;

/**
 * A node's load at one moment: its samples so far, the older the lighter. A sample's weight halves
 * with every half-life, however unevenly the samples arrive, so a burst shorter than the half-life
 * moves the load a little and a lasting change moves it all the way.
 *
 * @param atNanos when the newest sample was taken, on the caller's monotonic clock
 */
public record NodeLoad(Shares shares, Pace pace, long atNanos) {
  /** One default sampling interval: the newest sample and all the older ones weigh the same. */
  public static final Duration DEFAULT_HALF_LIFE = Duration.ofSeconds(5);

  /** The load of a node that has just one sample. */
  public static NodeLoad first(LoadSample sample, long atNanos) {
    return new NodeLoad(Shares.of(sample), sample.pace(), atNanos);
  }

  /**
   * The load after one more sample. A sample that is not newer than the newest known changes
   * nothing, so reports may arrive twice or out of order.
   */
  public NodeLoad next(LoadSample sample, long sampledAtNanos, Duration halfLife) {
    if (halfLife.isNegative() || halfLife.isZero()) {
      throw new IllegalArgumentException("halfLife must be positive, but was " + halfLife);
    }
    long passed = sampledAtNanos - atNanos;
    if (passed <= 0) {
      return this;
    }
    double kept = Math.pow(0.5, passed / (double) halfLife.toNanos());
    return new NodeLoad(
        shares.towards(Shares.of(sample), kept), blend(sample.pace(), kept), sampledAtNanos);
  }

  /** An interval without answers says nothing about latency, so the old one stays. */
  private Pace blend(Pace newer, double kept) {
    double inFlight = newer.inFlight() + kept * (pace.inFlight() - newer.inFlight());
    if (!newer.hasLatency() || !pace.hasLatency()) {
      return new Pace(inFlight, newer.hasLatency() ? newer.latency() : pace.latency());
    }
    double old = pace.latency().toNanos();
    double latency = newer.latency().toNanos() + kept * (old - newer.latency().toNanos());
    return new Pace(inFlight, Duration.ofNanos(Math.round(latency)));
  }
}
