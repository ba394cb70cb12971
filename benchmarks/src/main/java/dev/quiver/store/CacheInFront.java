package dev.quiver.store;

import dev.quiver.store.internal.meter.CacheMeters;
import dev.quiver.store.internal.search.CachedSearches;
import java.util.Objects;

/**
 * A cache in front of a store that is open already, so that one opening can be asked behind several
 * caches. It is in this package because nobody else may put a cache there.
 */
public final class CacheInFront implements AutoCloseable {
  private final CachedSearches cache;
  private final QuiverEmbeddingStore store;

  public CacheInFront(QuiverEmbeddingStore open, CacheOptions options) {
    this.cache =
        Objects.requireNonNull(
            AnswerCaches.searches(options, CacheMeters.NONE, Durability.everyWrite()));
    this.store = new QuiverEmbeddingStore(open, open.reads.behind(cache), open.writes);
  }

  /** The store behind the cache. */
  public QuiverEmbeddingStore store() {
    return store;
  }

  /** Closes the cache; the store stays open. */
  @Override
  public void close() {
    cache.close();
  }
}
