package dev.quiver.store;

import static java.util.Collections.singletonList;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import dev.quiver.store.internal.failover.Failover;
import dev.quiver.store.internal.model.Command;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Several embedding stores as one: any of LangChain4j's, each a cluster, in an order of preference.
 * A search goes to the first one fit to answer; writes go to the first or to all, and what a
 * cluster misses waits for it on disk. Thread-safe. The stores belong to whoever made them: closing
 * this closes those that were made by an opener, and leaves the others open.
 */
public final class FailoverEmbeddingStore implements EmbeddingStore<TextSegment>, AutoCloseable {
  private final Failover<EmbeddingSearchRequest, EmbeddingSearchResult<TextSegment>> failover;
  private final AtomicReference<@Nullable EmbeddingSearchRequest> seen;
  private final List<ClusterStore> opened;
  private final @Nullable String partitionKey;
  private final Gate gate = new Gate("failover store");

  FailoverEmbeddingStore(
      Failover<EmbeddingSearchRequest, EmbeddingSearchResult<TextSegment>> failover,
      AtomicReference<@Nullable EmbeddingSearchRequest> seen,
      List<ClusterStore> opened,
      @Nullable String partitionKey) {
    this.failover = failover;
    this.seen = seen;
    this.opened = opened;
    this.partitionKey = partitionKey;
  }

  /** Begins with the clusters, in the order of preference. */
  public static FailoverEmbeddingStoreBuilder builder() {
    return new FailoverEmbeddingStoreBuilder();
  }

  @Override
  public String add(Embedding embedding) {
    return addAll(singletonList(embedding)).getFirst();
  }

  @Override
  public void add(String id, Embedding embedding) {
    addAll(singletonList(id), singletonList(embedding), null);
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    return addAll(singletonList(embedding), singletonList(segment)).getFirst();
  }

  @Override
  public List<String> addAll(@Nullable List<Embedding> embeddings) {
    List<String> ids = generateIds(embeddings == null ? 0 : embeddings.size());
    addAll(ids, embeddings, null);
    return ids;
  }

  /** All of them, or an exception that says which ids are stored, not stored or unknown. */
  @Override
  public void addAll(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    gate.run(
        () -> {
          Command.Put put =
              FailoverRecords.put(
                  partitionKey,
                  ids == null ? List.of() : ids,
                  embeddings == null ? List.of() : embeddings,
                  segments);
          if (!put.records().isEmpty()) {
            seen.compareAndSet(null, like(put));
            failover.write(put);
          }
        });
  }

  /** Before anything was searched for, a probe looks for what was written. */
  private static EmbeddingSearchRequest like(Command.Put put) {
    return EmbeddingSearchRequest.builder()
        .queryEmbedding(Embedding.from(put.records().getFirst().vector().clone()))
        .maxResults(1)
        .build();
  }

  /** Where the clusters have a partition key, the records with these ids in every partition. */
  @Override
  public void removeAll(@Nullable Collection<String> ids) {
    remove(ids, null);
  }

  /**
   * Removes those of the records that match. Only Quiver's own stores can: where a cluster is
   * another one, {@link dev.langchain4j.exception.UnsupportedFeatureException}.
   */
  public void removeAll(@Nullable Collection<String> ids, Filter filter) {
    remove(ids, Filters.present(filter));
  }

  private void remove(@Nullable Collection<String> ids, @Nullable Filter filter) {
    gate.run(
        () -> {
          if (ids != null && !ids.isEmpty()) {
            failover.write(FailoverRecords.delete(ids, filter));
          }
        });
  }

  @Override
  public void removeAll(@Nullable Filter filter) {
    gate.run(
        () -> failover.write(new Command.DeleteWhere(Filters.predicate(Filters.present(filter)))));
  }

  @Override
  public void removeAll() {
    gate.run(() -> failover.write(new Command.Clear()));
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    EmbeddingSearchRequest asked = Check.present("request", request);
    return gate.call(
        () -> {
          seen.setPlain(asked);
          return failover.search(asked);
        });
  }

  @Override
  public CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(
      EmbeddingSearchRequest request) {
    return AsyncCall.start(() -> search(request));
  }

  /** What is told to listeners keeps {@code searchAsync} and is closed with this. */
  @Override
  public EmbeddingStore<TextSegment> addListeners(
      @Nullable List<EmbeddingStoreListener> listeners) {
    return ListenedEmbeddingStore.of(this, listeners);
  }

  /** The metadata key whose value is a part of a record's identity; null: ids are global. */
  @Nullable String partitionKey() {
    return partitionKey;
  }

  /** How each cluster is doing. */
  public FailoverStatus status() {
    return gate.call(() -> FailoverStatus.of(failover.status()));
  }

  /**
   * Ends running calls; those that wait for a store of Quiver's end by themselves, within the time
   * of an attempt. What waits for a cluster on disk goes on when the store is built again.
   */
  @Override
  public void close() {
    if (gate.shut()) {
      failover.close();
      opened.forEach(ClusterStore::close);
    }
  }
}
