package dev.quiver.store;

import dev.quiver.store.internal.cache.CacheSettings;
import dev.quiver.store.internal.cache.ResultCache;
import dev.quiver.store.internal.cache.ResultCaches;
import dev.quiver.store.internal.meter.CacheMeters;
import dev.quiver.store.internal.meter.MicrometerCacheMeters;
import dev.quiver.store.internal.search.CachedSearches;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens the caches that options ask for. */
final class AnswerCaches {
  private AnswerCaches() {}

  static ResultCache open(CacheOptions options, CacheMeters meters) {
    URI uri = options.redis();
    CacheSettings.Redis redis =
        uri == null
            ? null
            : new CacheSettings.Redis(
                uri, options.redisNamespace(), options.redisTimeout(), options.redisSecret());
    return ResultCaches.open(new CacheSettings(options.maxBytes(), redis), meters);
  }

  static CacheMeters meters(@Nullable MeterRegistry registry, String name) {
    return registry == null ? CacheMeters.NONE : new MicrometerCacheMeters(registry, name);
  }

  /** For a store of Quiver's own; null where there are no options, and no meters either. */
  static @Nullable CachedSearches searches(
      @Nullable CacheOptions options,
      @Nullable MeterRegistry registry,
      String collection,
      Durability durability) {
    if (options == null) {
      return null;
    }
    CacheMeters meters = meters(registry, collection);
    UUID opening = durability instanceof Durability.Interval ? UUID.randomUUID() : null;
    return new CachedSearches(open(options, meters), meters, options.ttl(), opening);
  }
}
