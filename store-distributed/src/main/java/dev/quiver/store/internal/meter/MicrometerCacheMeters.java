package dev.quiver.store.internal.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.io.Closeable;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cache meters in a Micrometer registry, by collection: {@code quiver.cache.hits} by tier ({@code
 * memory}, {@code redis}), {@code quiver.cache.misses}, {@code quiver.cache.loads}, {@code
 * quiver.cache.evictions}, {@code quiver.cache.bytes}, {@code quiver.cache.redis.errors} by fault
 * and {@code quiver.cache.redis.dropped}.
 */
public final class MicrometerCacheMeters implements CacheMeters {
  private final CommonRegistry registry;
  private final Tags tags;
  private final Map<Tier, Counter> hits = new EnumMap<>(Tier.class);
  private final Map<Fault, Counter> faults = new EnumMap<>(Fault.class);
  private final Counter misses;
  private final Timer loads;
  private final Counter evictions;
  private final Counter dropped;

  public MicrometerCacheMeters(MeterRegistry given, String collection) {
    this.registry = new CommonRegistry(given);
    this.tags = Tags.of("collection", collection);
    for (Tier tier : Tier.values()) {
      hits.put(tier, registry.counter("quiver.cache.hits", tags.and("tier", word(tier))));
    }
    for (Fault fault : Fault.values()) {
      faults.put(
          fault, registry.counter("quiver.cache.redis.errors", tags.and("fault", word(fault))));
    }
    this.misses = registry.counter("quiver.cache.misses", tags);
    this.loads = registry.timer("quiver.cache.loads", tags);
    this.evictions = registry.counter("quiver.cache.evictions", tags);
    this.dropped = registry.counter("quiver.cache.redis.dropped", tags);
  }

  private static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void hit(Tier tier) {
    count(hits.get(tier));
  }

  private static void count(@Nullable Counter counter) {
    if (counter != null) {
      counter.increment();
    }
  }

  @Override
  public void missed() {
    misses.increment();
  }

  @Override
  public void loaded(long nanos) {
    loads.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void evicted() {
    evictions.increment();
  }

  @Override
  public void failed(Fault fault) {
    count(faults.get(fault));
  }

  @Override
  public void dropped() {
    dropped.increment();
  }

  @Override
  public Closeable watchBytes(DoubleSupplier bytes) {
    return registry.watch("quiver.cache.bytes", tags, bytes);
  }
}
