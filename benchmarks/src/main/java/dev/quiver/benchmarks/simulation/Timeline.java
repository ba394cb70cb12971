package dev.quiver.benchmarks.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Simulated time: what is due happens in order, and equals in the order they were planned. */
final class Timeline {
  private record Due(long nanos, long number, Runnable action) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos).thenComparingLong(Due::number));
  private long planned;
  private long now;

  long now() {
    return now;
  }

  void after(long delayNanos, Runnable action) {
    due.add(new Due(now + delayNanos, planned++, action));
  }

  void every(long intervalNanos, Runnable action) {
    after(
        intervalNanos,
        () -> {
          action.run();
          every(intervalNanos, action);
        });
  }

  void runUntil(long endNanos) {
    while (!due.isEmpty() && due.element().nanos() <= endNanos) {
      Due next = due.remove();
      now = next.nanos();
      next.action().run();
    }
    now = endNanos;
  }
}
