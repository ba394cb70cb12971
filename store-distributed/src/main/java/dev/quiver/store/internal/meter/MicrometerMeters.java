package dev.quiver.store.internal.meter;

import dev.quiver.core.cluster.NodeId;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.io.Closeable;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Meters in a Micrometer registry: {@code quiver.append} and {@code quiver.append.bytes}, {@code
 * quiver.apply}, {@code quiver.refresh}, {@code quiver.queue} and {@code quiver.lag}, by collection
 * and, where there is one, by node.
 */
public final class MicrometerMeters implements Meters {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Timer stored;
  private final Timer failed;
  private final DistributionSummary bytes;
  private final Map<NodeId, Timer> applies = new ConcurrentHashMap<>();
  private final Map<NodeId, Timer> refreshes = new ConcurrentHashMap<>();

  public MicrometerMeters(MeterRegistry registry, String collection) {
    this.registry = registry;
    this.tags = Tags.of("collection", collection);
    this.stored = registry.timer("quiver.append", tags.and("outcome", "stored"));
    this.failed = registry.timer("quiver.append", tags.and("outcome", "failed"));
    this.bytes = registry.summary("quiver.append.bytes", tags);
  }

  @Override
  public void appended(int size, long nanos, boolean isStored) {
    (isStored ? stored : failed).record(nanos, TimeUnit.NANOSECONDS);
    bytes.record(size);
  }

  @Override
  public void applied(NodeId node, long nanos) {
    applies
        .computeIfAbsent(node, id -> registry.timer("quiver.apply", of(id)))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void refreshed(NodeId node, long nanos) {
    refreshes
        .computeIfAbsent(node, id -> registry.timer("quiver.refresh", of(id)))
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Tags of(NodeId node) {
    return tags.and("node", node.value());
  }

  @Override
  public Closeable watch(Level level, NodeId node, DoubleSupplier value) {
    Gauge gauge =
        Gauge.builder("quiver." + level.name().toLowerCase(Locale.ROOT), value::getAsDouble)
            .tags(of(node))
            .register(registry);
    return () -> registry.remove(gauge);
  }
}
