package dev.quiver.store.internal.meter;

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
 * A failover store's meters in a Micrometer registry: {@code quiver.failover.attempt} by cluster
 * and result, {@code quiver.failover.up}, {@code quiver.failover.queue} and {@code
 * quiver.failover.lag} by cluster.
 */
public final class MicrometerFailoverMeters implements FailoverMeters {
  private record Kind(String cluster, Result result) {}

  private final CommonRegistry registry;
  private final Map<Kind, Timer> attempts = new ConcurrentHashMap<>();

  public MicrometerFailoverMeters(MeterRegistry registry) {
    this.registry = new CommonRegistry(registry);
  }

  @Override
  public void attempted(String cluster, Result result, long nanos) {
    attempts
        .computeIfAbsent(new Kind(cluster, result), this::timer)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Kind kind) {
    String result = kind.result().name().toLowerCase(Locale.ROOT);
    return registry.timer(
        "quiver.failover.attempt", Tags.of("cluster", kind.cluster(), "result", result));
  }

  @Override
  public Closeable watch(Level level, String cluster, DoubleSupplier value) {
    String name = "quiver.failover." + level.name().toLowerCase(Locale.ROOT);
    return registry.watch(name, Tags.of("cluster", cluster), value);
  }
}
