package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.cluster.CollectionHandle;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.Partition;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.search.CachedSearches;
import dev.quiver.store.internal.search.CollectionQuery;
import dev.quiver.store.internal.search.RankOrder;
import dev.quiver.store.internal.search.ReadTerms;
import dev.quiver.store.internal.search.SearchOutcome;
import dev.quiver.store.internal.search.Searches;
import dev.quiver.store.internal.shard.Freshness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The reading half of the store: checks and translates requests, delegates, translates answers. */
final class StoreReads implements AutoCloseable {
  private final CollectionHandle handle;
  private final StoreSettings settings;
  private final SearchTranslation translation;
  private final @Nullable CachedSearches cached;

  StoreReads(
      CollectionHandle handle,
      StoreSettings settings,
      SearchTranslation translation,
      @Nullable CachedSearches cached) {
    this.cached = cached;
    this.handle = handle;
    this.settings = settings;
    this.translation = translation;
  }

  /** Whether a search is answered whole and in time, or fails; not where a part will do. */
  boolean areTimely() {
    return !settings.allowPartial();
  }

  /** For calls that have so much time at most. */
  StoreReads within(Duration patience) {
    return new StoreReads(handle, settings.within(patience), translation, cached);
  }

  /** The same reads behind another cache. */
  StoreReads behind(CachedSearches cache) {
    return new StoreReads(handle, settings, translation, cache);
  }

  EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request, SearchOptions options) {
    return result(answer(request, options).hits());
  }

  /** All are checked before the first is asked; in the order of the requests. */
  List<EmbeddingSearchResult<TextSegment>> searchAll(@Nullable List<EmbeddingSearchRequest> given) {
    List<EmbeddingSearchRequest> requests = Check.present("requests", given);
    SearchOptions options = SearchOptions.defaults();
    var queries = new ArrayList<CollectionQuery>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      EmbeddingSearchRequest request = Check.present("request " + i, requests.get(i));
      CollectionQuery query = query(request, options);
      if (query != null) {
        queries.add(query);
      }
    }
    if (queries.size() < requests.size()) {
      return requests.stream().map(any -> result(List.of())).toList();
    }
    Searches searches = handle.searches();
    List<SearchOutcome> outcomes =
        cached == null
            ? searches.searchAll(queries, terms(options))
            : cached.searchAll(searches, queries, terms(options));
    return outcomes.stream().map(outcome -> result(outcome.hits())).toList();
  }

  private static EmbeddingSearchResult<TextSegment> result(List<Hit> hits) {
    return new EmbeddingSearchResult<>(
        hits.stream().map(hit -> RecordTranslation.match(hit.score(), hit.record())).toList());
  }

  SearchReport explain(EmbeddingSearchRequest request, SearchOptions options) {
    long started = System.nanoTime();
    SearchOutcome outcome = answer(request, options);
    List<SearchReport.ShardAnswer> shards =
        outcome.parts().stream().map(SearchReport.ShardAnswer::of).toList();
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new SearchReport(shards, outcome.coverage(), outcome.cacheHit(), took);
  }

  private SearchOutcome answer(
      @Nullable EmbeddingSearchRequest given, @Nullable SearchOptions givenOptions) {
    EmbeddingSearchRequest request = Check.present("request", given);
    SearchOptions options = Check.present("options", givenOptions);
    CollectionQuery query = query(request, options);
    if (query == null) {
      return SearchOutcome.nothing();
    }
    Searches searches = handle.searches();
    return cached == null
        ? searches.search(query, terms(options))
        : cached.search(searches, query, terms(options));
  }

  /** Null where there is nothing to search yet. */
  private @Nullable CollectionQuery query(EmbeddingSearchRequest request, SearchOptions options) {
    Predicate filter = checked(request.filter(), "search");
    CollectionQuery query = translation.query(request, options, filter);
    int dimension = handle.dimension();
    if (dimension == 0) {
      return null;
    }
    RankOrder.ByVector by = query.order().vectorOrNull();
    if (by != null) {
      StoreWrites.checkDimension("queryEmbedding", dimension, by.vector().length);
    }
    return query;
  }

  List<EmbeddingMatch<TextSegment>> getAll(Collection<String> ids, @Nullable Filter filter) {
    RecordIds.check(Check.present("ids", ids));
    Predicate where = checked(filter, "getAll");
    return handle.searches().get(ids, where, terms(SearchOptions.defaults())).stream()
        .map(StoreReads::whole)
        .toList();
  }

  long count(@Nullable Filter filter) {
    return handle.searches().count(checked(filter, "count"), terms(SearchOptions.defaults()));
  }

  /** Page after page, each through the gate; goes on when a node is lost on the way. */
  Stream<EmbeddingMatch<TextSegment>> scan(@Nullable Filter filter, Gate gate) {
    Predicate where = checked(filter, "scan");
    var pages = new RecordPages(last -> gate.call(() -> page(last, where)));
    int traits = Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, traits), false)
        .map(StoreReads::whole);
  }

  private List<StoredRecord> page(@Nullable RecordKey last, @Nullable Predicate where) {
    return handle.searches().page(last, RecordPages.SIZE, where, terms(SearchOptions.defaults()));
  }

  private static EmbeddingMatch<TextSegment> whole(StoredRecord found) {
    return RecordTranslation.match(1.0, found);
  }

  @Nullable Predicate checked(@Nullable Filter filter, String call) {
    Predicate predicate = Filters.translateOrNull(filter);
    String required = settings.requireFilterOn();
    if (required != null && !Partition.fixes(predicate, required)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "filter of %s must fix \"%s\" by IsEqualTo or IsIn, but %s",
              call,
              required,
              filter == null ? "there was none" : "was " + filter));
    }
    return predicate;
  }

  private ReadTerms terms(SearchOptions options) {
    Duration timeout = options.timeout() == null ? settings.searchTimeout() : options.timeout();
    boolean partial =
        options.allowPartial() == null ? settings.allowPartial() : options.allowPartial();
    return new ReadTerms(freshness(options), Deadline.after(timeout), partial);
  }

  private Freshness freshness(SearchOptions options) {
    Consistency wanted =
        options.consistency() == null ? settings.consistency() : options.consistency();
    return switch (wanted) {
      case Consistency.Strong() -> new Freshness.Strong();
      case Consistency.Bounded(var lag) -> new Freshness.Bounded(lag);
      case Consistency.Eventual() -> new Freshness.Eventual();
      case Consistency.Session() -> new Freshness.Session(positions(options.session()));
    };
  }

  private List<Position> positions(@Nullable SessionToken session) {
    if (session == null) {
      return handle.acknowledged();
    }
    if (!session.incarnation().equals(handle.settings().incarnation())
        || session.positions().size() != handle.settings().shards()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "session must be one of collection %s in incarnation %s, but was %s",
              handle.settings().name(),
              handle.settings().incarnation(),
              session));
    }
    return session.positions();
  }

  @Override
  public void close() {
    if (cached != null) {
      cached.close();
    }
  }

  SessionToken session() {
    return new SessionToken(handle.settings().incarnation(), handle.acknowledged());
  }
}
