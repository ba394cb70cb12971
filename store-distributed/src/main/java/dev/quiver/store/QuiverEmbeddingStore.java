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
import dev.quiver.store.internal.meter.CallMeters;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.search.CachedSearches;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An embedding store for LangChain4j that lives in this JVM: sharded, replicated, durable. One
 * object is one collection; it is thread-safe, and closing it ends the calls under way.
 *
 * <p>Calls end by an exception where they cannot do what they say: {@link IllegalArgumentException}
 * for what the caller has to change, {@link IllegalStateException} for a store that is closed, and
 * a {@link dev.quiver.store.error.QuiverException} for what is wrong with the cluster.
 */
public class QuiverEmbeddingStore implements EmbeddingStore<TextSegment>, AutoCloseable {
  final CollectionHandle handle;
  final StoreReads reads;
  final StoreWrites writes;
  private final ClusterAdmin admin;
  private final Gate gate;
  private final String where;

  /**
   * @param where it keeps its data, for people
   */
  QuiverEmbeddingStore(
      CollectionHandle handle,
      StoreSettings settings,
      CallMeters meters,
      @Nullable CachedSearches cached,
      String where) {
    this.handle = handle;
    var translation =
        new RecordTranslation(handle.settings().similarity(), handle.settings().partitionKey());
    this.gate = new Gate("store of collection " + handle.settings().name());
    var searches = new SearchTranslation(handle.settings(), settings, translation);
    this.reads = new StoreReads(handle, settings, searches, new TimedCalls(meters), cached);
    this.writes = new StoreWrites(handle, settings, translation, reads);
    this.admin = new EmbeddedAdmin(handle, gate);
    this.where = where;
  }

  /** The same store, read and written another way. */
  QuiverEmbeddingStore(QuiverEmbeddingStore same, StoreReads reads, StoreWrites writes) {
    this.handle = same.handle;
    this.gate = same.gate;
    this.reads = reads;
    this.writes = writes;
    this.admin = same.admin;
    this.where = same.where;
  }

  /** Opens a store; without settings in a temporary directory that is deleted at close. */
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

  /** Adds a record without a segment, under a random id, which is returned. */
  @Override
  public String add(Embedding embedding) {
    return addAll(singletonList(embedding)).getFirst();
  }

  /** Adds a record without a segment; one that has this id already is replaced. */
  @Override
  public void add(String id, Embedding embedding) {
    addAll(singletonList(id), singletonList(embedding), null);
  }

  /** Adds a record under a random id, which is returned. */
  @Override
  public String add(Embedding embedding, TextSegment segment) {
    return addAll(singletonList(embedding), singletonList(segment)).getFirst();
  }

  /** Adds records without segments under random ids, which are returned in their order. */
  @Override
  public List<String> addAll(@Nullable List<Embedding> embeddings) {
    return addAll(embeddings == null ? List.of() : embeddings, null);
  }

  /**
   * Adds records; those that have one of these ids already are replaced, and of equal ids in one
   * call the last one stays. Returns when all are durable, as {@link Durability} says. Checks
   * everything before the first is written: what is refused leaves nothing behind.
   *
   * @param segments may be null, and hold nulls: records without a segment match no filter
   * @throws dev.quiver.store.error.WriteFailedException if not all are stored; says which are
   */
  @Override
  public void addAll(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    write(() -> writes.put(writes.records(ids, embeddings, segments)));
  }

  /**
   * {@link #addAll(List, List, List)} in the background. Takes what it is given before it returns:
   * the lists and arrays may then be used again. What is refused fails the future as well.
   */
  public CompletableFuture<Void> addAllAsync(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    try {
      List<StoredRecord> records =
          gate.call(
              () -> reads.calls().beginWrite(() -> writes.records(ids, embeddings, segments)));
      return AsyncCall.run(() -> write(() -> writes.put(records)));
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** Removes the records with these ids; ids that nothing has are passed over. */
  @Override
  public void removeAll(@Nullable Collection<String> ids) {
    write(() -> writes.removeAll(ids, null));
  }

  /** Removes those of the records with these ids that match. */
  public void removeAll(@Nullable Collection<String> ids, Filter filter) {
    write(() -> writes.removeAll(ids, Filters.present(filter)));
  }

  /** Removes all records that match. */
  @Override
  public void removeAll(@Nullable Filter filter) {
    write(() -> writes.removeAll(filter));
  }

  /** Removes all records of the collection; the collection stays, and so does its dimension. */
  @Override
  public void removeAll() {
    write(writes::clear);
  }

  private void write(Runnable call) {
    gate.run(() -> reads.calls().write(call));
  }

  /** The nearest records, best first, with the store's settings; see {@link QuiverMatch}. */
  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    return search(request, SearchOptions.defaults());
  }

  /** The nearest records, best first; what the options leave out is as the store has it. */
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
    return searchAsync(request, SearchOptions.defaults());
  }

  /** The same; what the options leave out is as the store has it. */
  public CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(
      EmbeddingSearchRequest request, SearchOptions options) {
    return AsyncCall.start(() -> search(request, options));
  }

  /**
   * Many searches in one pass, under one deadline: every node is asked for all of them together,
   * and once before where there are words to weigh. The results are in the order of the requests.
   */
  public List<EmbeddingSearchResult<TextSegment>> searchAll(List<EmbeddingSearchRequest> requests) {
    return searchAll(requests, SearchOptions.defaults());
  }

  /** The same, with options that hold for all of them. */
  public List<EmbeddingSearchResult<TextSegment>> searchAll(
      List<EmbeddingSearchRequest> requests, SearchOptions options) {
    return gate.call(() -> reads.searchAll(requests, options));
  }

  /** Runs the search and tells how it was answered, and what is odd about it. */
  public SearchReport explain(EmbeddingSearchRequest request) {
    return explain(request, SearchOptions.defaults());
  }

  /** The same; what the options leave out is as the store has it. */
  public SearchReport explain(EmbeddingSearchRequest request, SearchOptions options) {
    return gate.call(() -> reads.explain(request, options));
  }

  /** The records with these ids, ordered by id, each with score 1. */
  public List<EmbeddingMatch<TextSegment>> getAll(Collection<String> ids) {
    return gate.call(() -> reads.getAll(ids, null));
  }

  /** Those of the records with these ids that match, ordered by id, each with score 1. */
  public List<EmbeddingMatch<TextSegment>> getAll(Collection<String> ids, Filter filter) {
    return gate.call(() -> reads.getAll(ids, Filters.present(filter)));
  }

  /** How many records there are. */
  public long count() {
    return gate.call(() -> reads.count(null));
  }

  /** How many records match. */
  public long count(Filter filter) {
    return gate.call(() -> reads.count(Filters.present(filter)));
  }

  /**
   * All records that match, ordered by id, each with score 1, read page by page; what changes
   * meanwhile may show.
   *
   * @param filter null: all records
   */
  public Stream<EmbeddingMatch<TextSegment>> scan(@Nullable Filter filter) {
    return gate.call(() -> reads.scan(filter, gate));
  }

  /** Everything acknowledged is on disk and searchable when this returns. */
  public void flush() {
    gate.run(writes::flush);
  }

  /**
   * What this store has had acknowledged so far: a search with it in its options, under {@link
   * Consistency#session()}, sees at least that.
   */
  public SessionToken session() {
    return gate.call(reads::session);
  }

  /** What an operator does: status, crash drills, merging, snapshots. */
  public ClusterAdmin admin() {
    return gate.call(() -> admin);
  }

  /** Ends calls under way, and the nodes where no other collection uses them. May be repeated. */
  @Override
  public void close() {
    gate.shut();
    try (reads) {
      handle.close();
    }
  }

  /** Which collection this is and where its data lies, for people. */
  @Override
  public String toString() {
    CollectionSettings settings = handle.settings();
    return String.format(
        Locale.ROOT,
        "QuiverEmbeddingStore[collection %s in %s: %d shards, %d replicas, dimension %s, %s%s]",
        settings.name(),
        where,
        settings.shards(),
        settings.replicas(),
        handle.dimension() == 0 ? "of the first write" : handle.dimension(),
        settings.similarity(),
        handle.isClosed() ? ", closed" : "");
  }
}
