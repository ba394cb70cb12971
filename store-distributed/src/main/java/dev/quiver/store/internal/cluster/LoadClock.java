package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.load.NodeLoad;
import java.io.Closeable;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples the nodes' loads every so often. Waits for nobody who starts or stops them. */
final class LoadClock implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LoadClock.class);

  private final LoadMonitor monitor;
  private final LoadScorer scorer;
  private final ScheduledExecutorService clock;
  private volatile Map<NodeId, NodeLoad> loads = Map.of();

  LoadClock(LoadMonitor monitor, LoadScorer scorer) {
    this.monitor = monitor;
    this.scorer = scorer;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("quiver-loads").factory());
  }

  void start(Duration interval, Supplier<Collection<EmbeddedNode>> nodes, Runnable changed) {
    var unused =
        clock.scheduleAtFixedRate(
            () -> tick(nodes.get(), changed), 0, interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** A sample that fails is missed; the next one is taken all the same. */
  private void tick(Collection<EmbeddedNode> nodes, Runnable changed) {
    try {
      sample(nodes);
      changed.run();
    } catch (RuntimeException | Error failed) {
      LOG.warn("A round of sampling and tidying up failed; the next one follows", failed);
    }
  }

  private synchronized void sample(Collection<EmbeddedNode> nodes) {
    loads = monitor.sample(nodes, System.nanoTime());
  }

  synchronized void forget(NodeId node) {
    monitor.forget(node);
    var others = new HashMap<>(loads);
    others.remove(node);
    loads = Map.copyOf(others);
  }

  Map<NodeId, NodeLoad> loads() {
    return loads;
  }

  Map<NodeId, Double> scores() {
    var scores = new HashMap<NodeId, Double>();
    loads.forEach((node, load) -> scores.put(node, scorer.score(load)));
    return scores;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
