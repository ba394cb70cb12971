package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreRequestContext;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreResponseContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store whose calls are told to listeners, and still one of Quiver's, with all its methods. What
 * only counts, scans or administers is not told: LangChain4j has no words for it.
 */
final class ListenedQuiverStore extends QuiverEmbeddingStore {
  private final QuiverEmbeddingStore store;
  private final StoreListeners listeners;
  private final ListenedEmbeddingStore told;

  private ListenedQuiverStore(QuiverEmbeddingStore store, StoreListeners listeners) {
    super(store, store.reads, store.writes);
    this.store = store;
    this.listeners = listeners;
    this.told = new ListenedEmbeddingStore(store, listeners, this);
  }

  /** The store itself where there is nobody to tell. */
  static QuiverEmbeddingStore of(
      QuiverEmbeddingStore store, @Nullable List<EmbeddingStoreListener> added) {
    if (added == null || added.isEmpty()) {
      return store;
    }
    return store instanceof ListenedQuiverStore heard
        ? new ListenedQuiverStore(heard.store, heard.listeners.and(added))
        : new ListenedQuiverStore(store, new StoreListeners(added));
  }

  @Override
  public String add(Embedding embedding) {
    return told.add(embedding);
  }

  @Override
  public void add(String id, Embedding embedding) {
    told.add(id, embedding);
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    return told.add(embedding, segment);
  }

  @Override
  public List<String> addAll(@Nullable List<Embedding> embeddings) {
    return told.addAll(embeddings);
  }

  @Override
  public void addAll(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    told.addAll(ids, embeddings, segments);
  }

  @Override
  public CompletableFuture<Void> addAllAsync(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    return listeners.hearLater(
        about -> StoreListeners.addAll(this, about, ids, embeddings, segments),
        () -> store.addAllAsync(ids, embeddings, segments),
        (call, done) -> new EmbeddingStoreResponseContext.AddAll<>(call, call.attributes(), ids));
  }

  @Override
  public void remove(String id) {
    told.remove(id);
  }

  @Override
  public void removeAll(@Nullable Collection<String> ids) {
    told.removeAll(ids);
  }

  @Override
  public void removeAll(@Nullable Collection<String> ids, Filter filter) {
    told.removeAll(ids, filter);
  }

  @Override
  public void removeAll(@Nullable Filter filter) {
    told.removeAll(filter);
  }

  @Override
  public void removeAll() {
    told.removeAll();
  }

  /** The other ways to search for one request end here. */
  @Override
  public EmbeddingSearchResult<TextSegment> search(
      EmbeddingSearchRequest request, SearchOptions options) {
    return listeners.hear(
        about -> new EmbeddingStoreRequestContext.Search<>(this, about, request),
        () -> store.search(request, options),
        (call, found) ->
            new EmbeddingStoreResponseContext.Search<>(call, call.attributes(), found));
  }

  /** Told as that many searches. */
  @Override
  public List<EmbeddingSearchResult<TextSegment>> searchAll(
      List<EmbeddingSearchRequest> requests, SearchOptions options) {
    return requests == null
        ? store.searchAll(requests, options)
        : listeners.hearAll(
            requests,
            (about, request) -> new EmbeddingStoreRequestContext.Search<>(this, about, request),
            () -> store.searchAll(requests, options),
            (call, one) ->
                new EmbeddingStoreResponseContext.Search<>(call, call.attributes(), one));
  }

  @Override
  QuiverEmbeddingStore within(Duration patience) {
    return new ListenedQuiverStore(store.within(patience), listeners);
  }
}
