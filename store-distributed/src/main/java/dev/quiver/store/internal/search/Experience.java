package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.failover.BreakerPolicy;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.port.Reading;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the reads of a collection have taught about its nodes: which keep failing, how long their
 * answers take, and how many extra requests have been earned. Any thread.
 *
 * <p>A call is late once it has taken longer than the quickest node that could answer in its stead
 * usually takes. A node that has turned slow is so measured against the others, and not against its
 * own slow answers.
 */
final class Experience {
  /** Below this a second request costs more than the wait. */
  private static final long MIN_DELAY_NANOS = Duration.ofMillis(1).toNanos();

  private record Kind(NodeId node, Set<Class<?>> reading) {}

  private final BreakerPolicy policy;
  private final Meters meters;
  private final HedgeBudget budget = new HedgeBudget();
  private final Map<NodeId, Breaker> breakers = new ConcurrentHashMap<>();
  private final Map<Kind, AnswerTimes> times = new ConcurrentHashMap<>();

  Experience(BreakerPolicy policy, Meters meters) {
    this.policy = policy;
    this.meters = meters;
  }

  Meters meters() {
    return meters;
  }

  HedgeBudget budget() {
    return budget;
  }

  Breaker breaker(NodeId node) {
    return breakers.computeIfAbsent(node, any -> new Breaker(policy));
  }

  boolean isShunned(NodeId node, long nowNanos) {
    return breaker(node).isShunned(nowNanos);
  }

  void took(NodeId node, Reading<?> reading, long nanos) {
    times(node, reading).add(nanos / reading.size());
  }

  /** How long to wait for one of these nodes before another is asked; unknown: for ever. */
  long patienceNanos(Collection<NodeId> nodes, Reading<?> reading) {
    long quickest = AnswerTimes.UNKNOWN;
    for (NodeId node : nodes) {
      quickest = Math.min(quickest, times(node, reading).lateNanos());
    }
    return quickest == AnswerTimes.UNKNOWN
        ? AnswerTimes.UNKNOWN
        : Math.max(MIN_DELAY_NANOS, quickest * reading.size());
  }

  private AnswerTimes times(NodeId node, Reading<?> reading) {
    return times.computeIfAbsent(new Kind(node, reading.kind()), any -> new AnswerTimes());
  }
}
