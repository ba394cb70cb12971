package dev.quiver.core.route;

import java.util.concurrent.atomic.AtomicInteger;

/** What this coordinator itself has going on with one node, up to date to the last answer. */
final class NodeTally {
  /** An answer counts for a tenth: about twenty answers replace what was known before. */
  private static final double NEWEST = 0.1;

  /** Less than any real answer takes, so that a node nobody has tried yet is tried. */
  private static final double UNTRIED_NANOS = 1;

  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile double latencyNanos = UNTRIED_NANOS;
  private boolean answered;
  private long sampledNanos = Long.MIN_VALUE;

  int inFlight() {
    return inFlight.get();
  }

  double latencyNanos() {
    return latencyNanos;
  }

  boolean isTried() {
    return latencyNanos > UNTRIED_NANOS;
  }

  void sent(int shards) {
    inFlight.addAndGet(shards);
  }

  void ended(int shards) {
    inFlight.addAndGet(-shards);
  }

  synchronized void took(double nanosPerShard) {
    double old = latencyNanos;
    double newer = Math.max(nanosPerShard, 2 * UNTRIED_NANOS);
    latencyNanos = isTried() ? old + NEWEST * (newer - old) : newer;
    answered = true;
  }

  /**
   * Once per load sample: a node that has not answered since the last one is half forgiven. Without
   * this, one bad answer in a quiet hour would keep a node out until the next busy one.
   */
  synchronized void fade(long nextSampleNanos, double fastestNanos) {
    if (nextSampleNanos == sampledNanos) {
      return;
    }
    sampledNanos = nextSampleNanos;
    if (!answered) {
      latencyNanos = isTried() ? (latencyNanos + fastestNanos) / 2 : fastestNanos;
    }
    answered = false;
  }
}
