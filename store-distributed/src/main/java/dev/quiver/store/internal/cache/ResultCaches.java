package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.meter.CacheMeters;

/** Makes the cache that settings ask for. */
public final class ResultCaches {
  private ResultCaches() {}

  /** Connects to nothing yet: a Redis server that is not there is no reason to fail. */
  public static ResultCache open(CacheSettings settings, CacheMeters meters) {
    CacheSettings.Redis redis = settings.redis();
    if (redis == null) {
      return memory(settings, meters);
    }
    var far = new RedisCache(redis, meters);
    return settings.memoryBytes() == 0 ? far : new TieredCache(memory(settings, meters), far);
  }

  private static MemoryCache memory(CacheSettings settings, CacheMeters meters) {
    return new MemoryCache(settings.memoryBytes(), meters);
  }
}
