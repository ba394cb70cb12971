package dev.quiver.core.failover;

import dev.quiver.core.cluster.Health;
import java.time.Duration;

/**
 * The state machine that turns signals about a node into its health: a pure function of the state,
 * the signal and the time, so the store drives it and a test replays it.
 *
 * <pre>
 *          misses = suspectAfter             misses = downAfter
 *     UP ------------------------&gt; SUSPECT -------------------&gt; DOWN
 *      ^  &lt;-----------------------  |   ^  &lt;------------------  ^
 *               proved                   |        proved         |
 *                                        +--- GONE from anywhere -+
 * </pre>
 *
 * <ul>
 *   <li><b>UP</b>: an answer clears the misses; {@code suspectAfter} misses in a row make it
 *       SUSPECT.
 *   <li><b>SUSPECT</b>: {@code downAfter} misses in a row, those that brought it here included,
 *       make it DOWN. Answers and misses in turn keep it here: such a node is asked, but last.
 *   <li><b>DOWN</b>: no request reaches it, so only probes produce signals. It comes back through
 *       SUSPECT, never straight to UP.
 *   <li><b>Proved</b> means {@code recoverAfter} answers in a row <em>and</em> no miss for the
 *       whole probation. The count keeps one lucky answer from counting, the time keeps a burst of
 *       them from counting.
 * </ul>
 *
 * <p>Nothing flaps: each time a node stops being UP its probation doubles, from {@code probation}
 * up to {@code maxProbation}. Being UP without a miss for {@code maxProbation} clears its record.
 *
 * @param suspectAfter misses in a row until it is asked last
 * @param downAfter misses in a row until it is not asked
 * @param recoverAfter answers in a row for each step back
 */
public record HealthPolicy(
    int suspectAfter, int downAfter, int recoverAfter, Duration probation, Duration maxProbation) {
  /** Asked last after two missed deadlines, given up after four, back after a second or two. */
  public static final HealthPolicy DEFAULTS =
      new HealthPolicy(2, 4, 3, Duration.ofSeconds(1), Duration.ofMinutes(1));

  public HealthPolicy {
    if (suspectAfter < 1) {
      throw new IllegalArgumentException(
          "suspectAfter must be at least 1, but was " + suspectAfter);
    }
    if (downAfter <= suspectAfter) {
      throw new IllegalArgumentException(
          "downAfter must be above suspectAfter (" + suspectAfter + "), but was " + downAfter);
    }
    if (recoverAfter < 1) {
      throw new IllegalArgumentException(
          "recoverAfter must be at least 1, but was " + recoverAfter);
    }
    if (probation.isNegative()) {
      throw new IllegalArgumentException("probation must not be negative, but was " + probation);
    }
    if (maxProbation.compareTo(probation) < 0) {
      throw new IllegalArgumentException(
          "maxProbation must be at least probation (" + probation + "), but was " + maxProbation);
    }
  }

  /** What the node's state is after a signal that came in at a time. */
  public NodeHealth next(NodeHealth now, Signal signal, long nowNanos) {
    return switch (signal) {
      case ANSWERED -> answered(now, nowNanos);
      case MISSED -> missed(now.missedOne(nowNanos), nowNanos);
      case GONE -> now.missedOne(nowNanos).entering(Health.DOWN, nowNanos);
    };
  }

  /** How long a node must go without a miss before its next step back. */
  public Duration probationOf(NodeHealth node) {
    int doublings = Math.max(0, node.relapses() - 1);
    Duration wait = probation;
    for (int i = 0; i < doublings && wait.compareTo(maxProbation) < 0 && !wait.isZero(); i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(maxProbation) < 0 ? wait : maxProbation;
  }

  private NodeHealth answered(NodeHealth now, long nowNanos) {
    return switch (now.health()) {
      case UP -> cleanFor(maxProbation, now, nowNanos) ? now.forgiven() : now.answeredWhileUp();
      case SUSPECT -> stepBack(now.provedOnce(), Health.UP, nowNanos);
      case DOWN -> stepBack(now.provedOnce(), Health.SUSPECT, nowNanos);
    };
  }

  private NodeHealth missed(NodeHealth now, long nowNanos) {
    return switch (now.health()) {
      case UP -> now.misses() >= suspectAfter ? now.entering(Health.SUSPECT, nowNanos) : now;
      case SUSPECT -> now.misses() >= downAfter ? now.entering(Health.DOWN, nowNanos) : now;
      case DOWN -> now;
    };
  }

  private NodeHealth stepBack(NodeHealth now, Health to, long nowNanos) {
    boolean proved = now.proofs() >= recoverAfter && cleanFor(probationOf(now), now, nowNanos);
    return proved ? now.recovering(to, nowNanos) : now;
  }

  private static boolean cleanFor(Duration wait, NodeHealth node, long nowNanos) {
    return nowNanos - node.cleanSinceNanos() >= wait.toNanos();
  }
}
