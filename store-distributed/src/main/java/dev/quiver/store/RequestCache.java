package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.quiver.store.error.CallInterruptedException;
import dev.quiver.store.internal.cache.KeyWriter;
import dev.quiver.store.internal.cache.ResultCache;
import dev.quiver.store.internal.cache.ResultKey;
import dev.quiver.store.internal.cache.SingleFlight;
import dev.quiver.store.internal.meter.CacheMeters;
import dev.quiver.store.internal.model.Answer;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.Predicate;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a store that knows no positions. Their place is taken by a generation, which every
 * write moves on. A search files its answer under the generation it began in, so one that was slow
 * and has seen the store from before a write leaves its answer where nobody looks any more. Any
 * thread.
 */
final class RequestCache implements AutoCloseable {
  private final UUID owner = UUID.randomUUID();
  private final AtomicLong generation = new AtomicLong();
  private final ResultCache cache;
  private final CacheMeters meters;
  private final long ttlMillis;
  private final SingleFlight<ResultKey, EmbeddingSearchResult<TextSegment>> flights =
      new SingleFlight<>();

  RequestCache(ResultCache cache, CacheMeters meters, Duration ttl) {
    this.cache = cache;
    this.meters = meters;
    this.ttlMillis = ttl.toMillis();
  }

  /** From now on no answer is found that was there before. */
  void outdate() {
    generation.incrementAndGet();
  }

  EmbeddingSearchResult<TextSegment> answer(
      EmbeddingSearchRequest request, Supplier<EmbeddingSearchResult<TextSegment>> store) {
    ResultKey key = key(request);
    if (key == null) {
      return store.get();
    }
    EmbeddingSearchResult<TextSegment> kept = find(key);
    if (kept != null) {
      return kept;
    }
    try {
      return MatchTranslation.copy(flights.get(key, new Search(key, store)));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("the search", interrupted);
    } catch (TimeoutException never) {
      throw new IllegalStateException("a search must be waited for, but was given up", never);
    }
  }

  private @Nullable EmbeddingSearchResult<TextSegment> find(ResultKey key) {
    Answer kept = cache.find(key);
    if (kept == null) {
      meters.missed();
      return null;
    }
    return MatchTranslation.result(kept.hits());
  }

  private void keep(ResultKey key, EmbeddingSearchResult<TextSegment> result) {
    List<Hit> hits = MatchTranslation.hits(result);
    if (hits != null) {
      cache.keep(key, Answer.validFor(ttlMillis, hits));
    }
  }

  /** Null where it cannot be said what is asked for. */
  private @Nullable ResultKey key(EmbeddingSearchRequest request) {
    long now = generation.get();
    if (request == null || request.queryEmbedding() == null) {
      return null;
    }
    Predicate filter;
    try {
      filter = Filters.translateOrNull(request.filter());
    } catch (IllegalArgumentException unknown) {
      return null; // what such a filter means is between the caller and the store
    }
    return new KeyWriter()
        .id(owner)
        .number(now)
        .vector(request.queryEmbedding().vector())
        .text(request.query())
        .number(request.maxResults())
        .decimal(request.minScore())
        .filter(filter)
        .toKey();
  }

  @Override
  public void close() {
    cache.close();
  }

  /** One caller's search. */
  private final class Search implements SingleFlight.Caller<EmbeddingSearchResult<TextSegment>> {
    private final ResultKey key;
    private final Supplier<EmbeddingSearchResult<TextSegment>> store;

    Search(ResultKey key, Supplier<EmbeddingSearchResult<TextSegment>> store) {
      this.key = key;
      this.store = store;
    }

    @Override
    public EmbeddingSearchResult<TextSegment> fetch() {
      Answer landed = cache.atHand(key);
      if (landed != null) {
        return MatchTranslation.result(landed.hits()); // it came between our look and our flight
      }
      long started = System.nanoTime();
      EmbeddingSearchResult<TextSegment> result = store.get();
      meters.loaded(System.nanoTime() - started);
      keep(key, result);
      return result;
    }

    @Override
    public boolean accepts(EmbeddingSearchResult<TextSegment> fetched) {
      return true;
    }

    /** Stores tell in their own ways that they were interrupted. */
    @Override
    public boolean isOwn(Throwable failure) {
      return Thread.currentThread().isInterrupted()
          || failure instanceof CallInterruptedException
          || failure.getCause() instanceof InterruptedException;
    }

    @Override
    public long patienceNanos() {
      return Long.MAX_VALUE;
    }
  }
}
