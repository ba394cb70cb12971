package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.load.LoadSample;
import dev.quiver.core.load.NodeLoad;
import dev.quiver.core.load.Pace;
import dev.quiver.core.load.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Samples how busy each node is. Not thread-safe: one thread ticks it.
 *
 * <p>Embedded nodes answer within one process, so the network's share of the load is zero here.
 */
final class LoadMonitor {
  private record Seen(long cpuNanos, long atNanos) {}

  private final ToLongFunction<EmbeddedNode> memory;
  private final long memoryLimit;
  private final Duration interval;
  private final Map<NodeId, Seen> seen = new HashMap<>();
  private final Map<NodeId, NodeLoad> loads = new HashMap<>();

  LoadMonitor(ToLongFunction<EmbeddedNode> memory, long memoryLimit, Duration interval) {
    this.memory = memory;
    this.memoryLimit = memoryLimit;
    this.interval = interval;
  }

  /** Takes a sample of every node and returns the loads as they are now. */
  Map<NodeId, NodeLoad> sample(Iterable<EmbeddedNode> nodes, long nowNanos) {
    for (EmbeddedNode node : nodes) {
      long cpu = node.workers().cpuNanos();
      Seen before = seen.put(node.id(), new Seen(cpu, nowNanos));
      long passed = before == null ? interval.toNanos() : nowNanos - before.atNanos;
      long used = before == null || cpu < before.cpuNanos ? 0 : cpu - before.cpuNanos;
      LoadSample sample = sample(node, used, Math.max(1, passed));
      loads.merge(
          node.id(),
          NodeLoad.first(sample, nowNanos),
          (old, first) -> old.next(sample, nowNanos, interval));
    }
    return Map.copyOf(loads);
  }

  private LoadSample sample(EmbeddedNode node, long cpuNanos, long passedNanos) {
    Workers workers = node.workers();
    return new LoadSample(
        new Usage(cpuNanos, passedNanos * workers.places()),
        new Usage(memory.applyAsLong(node), memoryLimit),
        new Usage(workers.queued(), Workers.QUEUE_BOUND),
        new Usage(0, 1),
        new Pace(workers.active() + workers.queued(), Duration.ZERO));
  }

  void forget(NodeId node) {
    seen.remove(node);
    loads.remove(node);
  }
}
