package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreRequestContext;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreResponseContext;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A store of Quiver's whose calls are told to listeners. LangChain4j's own such store has no {@code
 * searchAsync} and cannot be closed. Thread-safe where the store is; closing it closes the store.
 */
final class ListenedEmbeddingStore implements EmbeddingStore<TextSegment>, AutoCloseable {
  private final EmbeddingStore<TextSegment> store;
  private final StoreListeners listeners;
  private final EmbeddingStore<TextSegment> shown;

  /**
   * @param shown what listeners are told was called; null: this
   */
  ListenedEmbeddingStore(
      EmbeddingStore<TextSegment> store,
      StoreListeners listeners,
      @Nullable EmbeddingStore<TextSegment> shown) {
    this.store = store;
    this.listeners = listeners;
    this.shown = shown == null ? this : shown;
  }

  /** The store itself where there is nobody to tell. */
  static EmbeddingStore<TextSegment> of(
      EmbeddingStore<TextSegment> store, @Nullable List<EmbeddingStoreListener> listeners) {
    return listeners == null || listeners.isEmpty()
        ? store
        : new ListenedEmbeddingStore(store, new StoreListeners(listeners), null);
  }

  /** The store that listeners are told about. */
  EmbeddingStore<TextSegment> store() {
    return store;
  }

  @Override
  public EmbeddingStore<TextSegment> addListeners(@Nullable List<EmbeddingStoreListener> added) {
    return added == null || added.isEmpty()
        ? this
        : new ListenedEmbeddingStore(store, listeners.and(added), null);
  }

  @Override
  public String add(Embedding embedding) {
    return listeners.hear(
        about -> new EmbeddingStoreRequestContext.Add<>(shown, about, embedding),
        () -> store.add(embedding),
        (call, id) -> new EmbeddingStoreResponseContext.Add<>(call, call.attributes(), id));
  }

  @Override
  public void add(String id, Embedding embedding) {
    listeners.hearRun(
        about -> new EmbeddingStoreRequestContext.Add<>(shown, about, id, embedding),
        () -> store.add(id, embedding),
        call -> new EmbeddingStoreResponseContext.Add<>(call, call.attributes(), id));
  }

  @Override
  @SuppressWarnings("NullAway") // LangChain4j's contexts hold null where there is no id
  public String add(Embedding embedding, TextSegment segment) {
    return listeners.hear(
        about -> new EmbeddingStoreRequestContext.Add<>(shown, about, null, embedding, segment),
        () -> store.add(embedding, segment),
        (call, id) -> new EmbeddingStoreResponseContext.Add<>(call, call.attributes(), id));
  }

  @Override
  @SuppressWarnings("NullAway") // LangChain4j's contexts hold null where there are no segments
  public List<String> addAll(@Nullable List<Embedding> embeddings) {
    return listeners.hear(
        about -> new EmbeddingStoreRequestContext.AddAll<>(shown, about, null, embeddings, null),
        () -> store.addAll(embeddings),
        (call, ids) -> new EmbeddingStoreResponseContext.AddAll<>(call, call.attributes(), ids));
  }

  @Override
  public List<String> generateIds(int count) {
    return store.generateIds(count);
  }

  @Override
  public void addAll(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    listeners.hearRun(
        about -> StoreListeners.addAll(shown, about, ids, embeddings, segments),
        () -> store.addAll(ids, embeddings, segments),
        call -> new EmbeddingStoreResponseContext.AddAll<>(call, call.attributes(), ids));
  }

  @Override
  public void remove(String id) {
    listeners.hearRun(
        about -> new EmbeddingStoreRequestContext.Remove<>(shown, about, id),
        () -> store.remove(id),
        call -> new EmbeddingStoreResponseContext.Remove<>(call, call.attributes()));
  }

  @Override
  public void removeAll(@Nullable Collection<String> ids) {
    listeners.hearRun(
        about -> StoreListeners.removeAll(shown, about, ids),
        () -> store.removeAll(ids),
        call -> new EmbeddingStoreResponseContext.RemoveAllIds<>(call, call.attributes()));
  }

  /** Removes those of the records that match. */
  void removeAll(@Nullable Collection<String> ids, Filter filter) {
    listeners.hearRun(
        about -> StoreListeners.removeAll(shown, about, ids),
        () -> OwnStores.removeAll(store, ids, filter),
        call -> new EmbeddingStoreResponseContext.RemoveAllIds<>(call, call.attributes()));
  }

  @Override
  public void removeAll(@Nullable Filter filter) {
    listeners.hearRun(
        about -> new EmbeddingStoreRequestContext.RemoveAllFilter<>(shown, about, filter),
        () -> store.removeAll(filter),
        call -> new EmbeddingStoreResponseContext.RemoveAllFilter<>(call, call.attributes()));
  }

  @Override
  public void removeAll() {
    listeners.hearRun(
        about -> new EmbeddingStoreRequestContext.RemoveAll<>(shown, about),
        store::removeAll,
        call -> new EmbeddingStoreResponseContext.RemoveAll<>(call, call.attributes()));
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    return listeners.hear(
        about -> new EmbeddingStoreRequestContext.Search<>(shown, about, request),
        () -> store.search(request),
        (call, found) ->
            new EmbeddingStoreResponseContext.Search<>(call, call.attributes(), found));
  }

  @Override
  public CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(
      EmbeddingSearchRequest request) {
    return listeners.hearLater(
        about -> new EmbeddingStoreRequestContext.Search<>(shown, about, request),
        () -> store.searchAsync(request),
        (call, found) ->
            new EmbeddingStoreResponseContext.Search<>(call, call.attributes(), found));
  }

  @Override
  public void close() {
    ClusterStore.close(store);
  }
}
