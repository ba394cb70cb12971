package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.near;

import dev.quiver.store.internal.cache.ResultCache;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A program that uses whatever of Quiver needs a library that its platform may have chosen. */
final class ManagedVersionsChild {
  private ManagedVersionsChild() {}

  /**
   * Uses it all once, and says what there was to meter.
   *
   * @param args where Redis is, and where there is room for a hand-off queue
   */
  public static void main(String[] args) {
    var registry = new SimpleMeterRegistry();
    CacheOptions options =
        CacheOptions.inMemory(1 << 20, Duration.ofHours(1))
            .andRedis(URI.create(args[0]))
            .withRedisTimeout(Duration.ofSeconds(8));
    try (QuiverEmbeddingStore store =
            QuiverEmbeddingStore.builder()
                .dimension(3)
                .cache(options)
                .meterRegistry(registry)
                .build();
        CachedEmbeddingStore cached = CachedEmbeddingStore.of(store, options, registry, "cached");
        FailoverEmbeddingStore failover =
            FailoverEmbeddingStore.builder()
                .cluster("west", cached)
                .writes(WritePolicy.ALL)
                .handoffDirectory(Path.of(args[1]))
                .meterRegistry(registry)
                .build()) {
      failover.add("a", X);
      for (int i = 0; i < 3; i++) {
        failover.search(near(X, 1));
        store.search(near(X, 1));
      }
      System.out.println(
          registry.getMeters().stream()
              .map(Meter::getId)
              .map(Meter.Id::getName)
              .distinct()
              .toList());
      System.out.println(from(Meter.class) + " " + from(ResultCache.class));
    }
  }

  private static Path from(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .getFileName();
  }
}
