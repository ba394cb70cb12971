package dev.quiver.core.failover;

import dev.quiver.core.cluster.Health;

/**
 * What is remembered about one node between signals.
 *
 * @param misses deadlines missed in a row
 * @param proofs answers in a row since it last missed one, counted while it is not up
 * @param relapses how often it stopped being up, until it has been up for long enough
 * @param cleanSinceNanos when its health last changed or it last missed a deadline
 */
public record NodeHealth(
    Health health, int misses, int proofs, int relapses, long cleanSinceNanos) {
  /** A node nobody has complained about. */
  public static NodeHealth up(long nowNanos) {
    return new NodeHealth(Health.UP, 0, 0, 0, nowNanos);
  }

  NodeHealth entering(Health next, long nowNanos) {
    boolean relapse = health == Health.UP;
    return new NodeHealth(next, misses, 0, relapse ? relapses + 1 : relapses, nowNanos);
  }

  NodeHealth recovering(Health next, long nowNanos) {
    return new NodeHealth(next, 0, 0, relapses, nowNanos);
  }

  NodeHealth missedOne(long nowNanos) {
    int counted = misses == Integer.MAX_VALUE ? misses : misses + 1;
    return new NodeHealth(health, counted, 0, relapses, nowNanos);
  }

  NodeHealth provedOnce() {
    int counted = proofs == Integer.MAX_VALUE ? proofs : proofs + 1;
    return new NodeHealth(health, 0, counted, relapses, cleanSinceNanos);
  }

  NodeHealth answeredWhileUp() {
    return misses == 0 ? this : new NodeHealth(health, 0, 0, relapses, cleanSinceNanos);
  }

  NodeHealth forgiven() {
    return relapses == 0 ? this : new NodeHealth(health, 0, 0, 0, cleanSinceNanos);
  }
}
