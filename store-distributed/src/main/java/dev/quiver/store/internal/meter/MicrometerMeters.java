package dev.quiver.store.internal.meter;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.io.Closeable;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Meters in a Micrometer registry: {@code quiver.append} and {@code quiver.append.bytes}, {@code
 * quiver.apply}, {@code quiver.refresh}, {@code quiver.queue} and {@code quiver.lag}, by collection
 * and, where there is one, by node; {@code quiver.asks}, the requests of reads by node and cause
 * ({@code first}, {@code again}, {@code hedge}), and {@code quiver.reads}, how often each replica
 * was asked, by node and shard.
 */
public final class MicrometerMeters implements Meters {
  private record Asked(NodeId node, Cause cause) {}

  private record Replica(ShardId shard, NodeId node) {}

  private final CommonRegistry registry;
  private final Tags tags;
  private final Timer stored;
  private final Timer failed;
  private final DistributionSummary bytes;
  private final Map<Asked, Counter> asks = new ConcurrentHashMap<>();
  private final Map<Replica, Counter> reads = new ConcurrentHashMap<>();
  private final Map<NodeId, Timer> applies = new ConcurrentHashMap<>();
  private final Map<NodeId, Timer> refreshes = new ConcurrentHashMap<>();

  public MicrometerMeters(MeterRegistry given, String collection) {
    this.registry = new CommonRegistry(given);
    this.tags = Tags.of("collection", collection);
    this.stored = registry.timer("quiver.append", tags.and("outcome", "stored"));
    this.failed = registry.timer("quiver.append", tags.and("outcome", "failed"));
    this.bytes = registry.summary("quiver.append.bytes", tags);
  }

  @Override
  public void asked(NodeId node, Collection<ShardId> shards, Cause cause) {
    asks.computeIfAbsent(new Asked(node, cause), this::counter).increment();
    for (ShardId shard : shards) {
      reads.computeIfAbsent(new Replica(shard, node), this::counter).increment();
    }
  }

  private Counter counter(Asked asked) {
    String cause = asked.cause().name().toLowerCase(Locale.ROOT);
    return registry.counter("quiver.asks", of(asked.node()).and("cause", cause));
  }

  private Counter counter(Replica replica) {
    return registry.counter(
        "quiver.reads", of(replica.node()).and("shard", String.valueOf(replica.shard().number())));
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
    return registry.watch("quiver." + level.name().toLowerCase(Locale.ROOT), of(node), value);
  }
}
