package dev.quiver.store;

import static java.util.Collections.singletonList;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import dev.quiver.store.internal.cluster.CollectionHandle;
import dev.quiver.store.internal.cluster.Restoration;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.search.CachedSearches;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An embedding store for LangChain4j that lives in this JVM: sharded, replicated, durable. One
 * object is one collection; it is thread-safe, and closing it ends the calls under way.
 */
public class QuiverEmbeddingStore implements EmbeddingStore<TextSegment>, AutoCloseable {
  final CollectionHandle handle;
  final StoreReads reads;
  final StoreWrites writes;
  private final ClusterAdmin admin;
  private final Gate gate;

  QuiverEmbeddingStore(
      CollectionHandle handle, StoreSettings settings, @Nullable CachedSearches cached) {
    this.handle = handle;
    var translation =
        new RecordTranslation(handle.settings().similarity(), handle.settings().partitionKey());
    this.gate = new Gate("store of collection " + handle.settings().name());
    var searches = new SearchTranslation(handle.settings(), settings, translation);
    this.reads = new StoreReads(handle, settings, searches, cached);
    this.writes = new StoreWrites(handle, settings, translation, reads);
    this.admin = new EmbeddedAdmin(handle, gate);
  }

  /** The same store, read and written another way. */
  QuiverEmbeddingStore(QuiverEmbeddingStore same, StoreReads reads, StoreWrites writes) {
    this.handle = same.handle;
    this.gate = same.gate;
    this.reads = reads;
    this.writes = writes;
    this.admin = same.admin;
  }

  public static QuiverEmbeddingStoreBuilder builder() {
    return new QuiverEmbeddingStoreBuilder();
  }

  /**
   * Makes a collection anew, in an empty or new directory, from what {@link ClusterAdmin#snapshot}
   * wrote. Open it as usual afterwards. Where a restore was interrupted the directory cannot be
   * opened; the same call again begins anew.
   */
  public static void restore(Path snapshot, Path directory) {
    Restoration.restore(Check.present("snapshot", snapshot), Check.present("directory", directory));
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
    return addAll(embeddings == null ? List.of() : embeddings, null);
  }

  @Override
  public void addAll(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    gate.run(() -> writes.put(writes.records(ids, embeddings, segments)));
  }

  /** Takes what it is given before it returns: the lists and arrays may then be used again. */
  public CompletableFuture<Void> addAllAsync(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    try {
      List<StoredRecord> records = gate.call(() -> writes.records(ids, embeddings, segments));
      return AsyncCall.run(() -> gate.run(() -> writes.put(records)));
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  @Override
  public void removeAll(@Nullable Collection<String> ids) {
    gate.run(() -> writes.removeAll(ids, null));
  }

  /** Removes those of the records that match. */
  public void removeAll(@Nullable Collection<String> ids, Filter filter) {
    gate.run(() -> writes.removeAll(ids, Filters.present(filter)));
  }

  @Override
  public void removeAll(@Nullable Filter filter) {
    gate.run(() -> writes.removeAll(filter));
  }

  @Override
  public void removeAll() {
    gate.run(writes::clear);
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    return search(request, SearchOptions.defaults());
  }

  public EmbeddingSearchResult<TextSegment> search(
      EmbeddingSearchRequest request, SearchOptions options) {
    return gate.call(() -> reads.search(request, options));
  }

  /** The same store with all its methods; the listeners are told of adding, removing, searching. */
  @Override
  public QuiverEmbeddingStore addListeners(@Nullable List<EmbeddingStoreListener> listeners) {
    return ListenedQuiverStore.of(this, listeners);
  }

  @Override
  public QuiverEmbeddingStore addListener(@Nullable EmbeddingStoreListener listener) {
    return addListeners(listener == null ? null : List.of(listener));
  }

  /** This store, for calls that have so much time at most. */
  QuiverEmbeddingStore within(Duration patience) {
    return new QuiverEmbeddingStore(this, reads.within(patience), writes.within(patience));
  }

  /** Cancelling the future, or completing it otherwise, ends the search. */
  @Override
  public CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(
      EmbeddingSearchRequest request) {
    return AsyncCall.start(() -> search(request));
  }

  /**
   * Many searches in one pass, under one deadline: every node is asked for all of them together,
   * and once before where there are words to weigh. The results are in the order of the requests.
   */
  public List<EmbeddingSearchResult<TextSegment>> searchAll(List<EmbeddingSearchRequest> requests) {
    return gate.call(() -> reads.searchAll(requests));
  }

  /** Runs the search and tells how it was answered. */
  public SearchReport explain(EmbeddingSearchRequest request) {
    return gate.call(() -> reads.explain(request, SearchOptions.defaults()));
  }

  /** The records with these ids, ordered by id, each with score 1. */
  public List<EmbeddingMatch<TextSegment>> getAll(Collection<String> ids) {
    return gate.call(() -> reads.getAll(ids, null));
  }

  /** Those of the records that match. */
  public List<EmbeddingMatch<TextSegment>> getAll(Collection<String> ids, Filter filter) {
    return gate.call(() -> reads.getAll(ids, Filters.present(filter)));
  }

  public long count() {
    return gate.call(() -> reads.count(null));
  }

  public long count(Filter filter) {
    return gate.call(() -> reads.count(Filters.present(filter)));
  }

  /** All records that match, ordered by id, read page by page; what changes meanwhile may show. */
  public Stream<EmbeddingMatch<TextSegment>> scan(@Nullable Filter filter) {
    return gate.call(() -> reads.scan(filter, gate));
  }

  /** Everything acknowledged is on disk and searchable when this returns. */
  public void flush() {
    gate.run(writes::flush);
  }

  /** What this store has had acknowledged so far. */
  public SessionToken session() {
    return gate.call(reads::session);
  }

  public ClusterAdmin admin() {
    return gate.call(() -> admin);
  }

  @Override
  public void close() {
    gate.shut();
    try (reads) {
      handle.close();
    }
  }
}
