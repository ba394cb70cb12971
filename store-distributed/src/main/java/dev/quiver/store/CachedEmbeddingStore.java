package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import dev.quiver.store.internal.meter.CacheMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Any LangChain4j store with a result cache in front. Thread-safe where the store is. Closing it
 * ends the cache; the store stays open.
 *
 * <p>Once a write made through this object has returned or failed, no search made through it
 * returns an answer from before. What it cannot know:
 *
 * <ul>
 *   <li>writes made to the store by anyone else, another object of this class included: such a
 *       write shows when the answers from before have expired, after the {@code ttl} at the latest;
 *   <li>when the store itself shows a write: where it does so some time after the call returned, an
 *       answer from in between is kept like any other;
 *   <li>what becomes of a write that failed: if the store carries it out later on, see above;
 *   <li>filters of classes that are not LangChain4j's own: such searches are not cached.
 * </ul>
 *
 * <p>Answers belong to this object, in Redis too: no other object and no later process finds them.
 * {@link QuiverEmbeddingStore} has a cache of its own that knows all of this: use its {@code
 * cache}.
 */
public final class CachedEmbeddingStore implements EmbeddingStore<TextSegment>, AutoCloseable {
  private final EmbeddingStore<TextSegment> store;
  private final RequestCache cache;

  private CachedEmbeddingStore(EmbeddingStore<TextSegment> store, RequestCache cache) {
    this.store = store;
    this.cache = cache;
  }

  /** Puts a cache before a store that nothing else writes to. */
  public static CachedEmbeddingStore of(EmbeddingStore<TextSegment> store, CacheOptions options) {
    return of(store, options, CacheMeters.NONE);
  }

  /** Reports to a registry what the cache does, as that of a collection of this name. */
  public static CachedEmbeddingStore of(
      EmbeddingStore<TextSegment> store,
      CacheOptions options,
      MeterRegistry registry,
      String name) {
    return of(
        store,
        options,
        AnswerCaches.meters(Check.present("registry", registry), Check.notBlank("name", name)));
  }

  private static CachedEmbeddingStore of(
      EmbeddingStore<TextSegment> store, CacheOptions options, CacheMeters meters) {
    Check.present("store", store);
    Check.present("options", options);
    return new CachedEmbeddingStore(
        store, new RequestCache(AnswerCaches.open(options, meters), meters, options.ttl()));
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    return cache.answer(request, () -> store.search(request));
  }

  @Override
  public CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(
      EmbeddingSearchRequest request) {
    return AsyncCall.start(() -> search(request));
  }

  @Override
  public String add(Embedding embedding) {
    return write(() -> store.add(embedding));
  }

  @Override
  public void add(String id, Embedding embedding) {
    write(() -> store.add(id, embedding));
  }

  @Override
  public String add(Embedding embedding, @Nullable TextSegment segment) {
    return write(() -> store.add(embedding, segment));
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    return write(() -> store.addAll(embeddings));
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings, List<TextSegment> segments) {
    return write(() -> store.addAll(embeddings, segments));
  }

  @Override
  public List<String> generateIds(int count) {
    return store.generateIds(count);
  }

  @Override
  public void addAll(
      List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
    write(() -> store.addAll(ids, embeddings, segments));
  }

  @Override
  public void remove(String id) {
    write(() -> store.remove(id));
  }

  @Override
  public void removeAll(Collection<String> ids) {
    write(() -> store.removeAll(ids));
  }

  @Override
  public void removeAll(Filter filter) {
    write(() -> store.removeAll(filter));
  }

  @Override
  public void removeAll() {
    write(() -> store.removeAll());
  }

  /** Removes those of the records that match, where the store is one of Quiver's own. */
  public void removeAll(@Nullable Collection<String> ids, Filter filter) {
    write(() -> OwnStores.removeAll(store, ids, Filters.present(filter)));
  }

  /** What is told to listeners keeps {@code searchAsync} and is closed with this. */
  @Override
  public EmbeddingStore<TextSegment> addListeners(
      @Nullable List<EmbeddingStoreListener> listeners) {
    return ListenedEmbeddingStore.of(this, listeners);
  }

  /** What is behind the cache. */
  EmbeddingStore<TextSegment> store() {
    return store;
  }

  private void write(Runnable task) {
    try {
      task.run();
    } finally {
      cache.outdate();
    }
  }

  private <T> T write(Supplier<T> task) {
    try {
      return task.get();
    } finally {
      cache.outdate();
    }
  }

  @Override
  public void close() {
    cache.close();
  }
}
