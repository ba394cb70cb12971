package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.store.internal.cluster.CollectionHandle;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.search.CachedSearches;
import dev.quiver.store.internal.search.CollectionQuery;
import dev.quiver.store.internal.search.Nearness;
import dev.quiver.store.internal.search.ReadTerms;
import dev.quiver.store.internal.search.SearchOutcome;
import dev.quiver.store.internal.search.Searches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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
  private final TimedCalls calls;
  private final FilterChecks filters;
  private final @Nullable CachedSearches cached;

  StoreReads(
      CollectionHandle handle,
      StoreSettings settings,
      SearchTranslation translation,
      TimedCalls calls,
      @Nullable CachedSearches cached) {
    this.handle = handle;
    this.settings = settings;
    this.translation = translation;
    this.calls = calls;
    this.filters = new FilterChecks(handle, settings);
    this.cached = cached;
  }

  /** The same reads, in another way. */
  private StoreReads(StoreReads same, FilterChecks filters, @Nullable CachedSearches cached) {
    this.handle = same.handle;
    this.settings = filters.settings();
    this.translation = same.translation;
    this.calls = same.calls;
    this.filters = filters;
    this.cached = cached;
  }

  /** Whether a search is answered whole and in time, or fails; not where a part will do. */
  boolean areTimely() {
    return !settings.allowPartial();
  }

  /** For calls that have so much time at most. */
  StoreReads within(Duration patience) {
    return new StoreReads(this, filters.within(patience), cached);
  }

  /** The same reads behind another cache. */
  StoreReads behind(CachedSearches cache) {
    return new StoreReads(this, filters, cache);
  }

  /** For timing writes like searches. */
  TimedCalls calls() {
    return calls;
  }

  EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request, SearchOptions options) {
    return calls.search(
        () -> {
          SearchOutcome outcome = answer(request, options).outcome;
          return new TimedCalls.Answered<>(result(outcome.hits()), outcome.coverage());
        });
  }

  /** All are checked before the first is asked; in the order of the requests. */
  List<EmbeddingSearchResult<TextSegment>> searchAll(
      @Nullable List<EmbeddingSearchRequest> requests, @Nullable SearchOptions options) {
    return calls.search(
        () -> {
          List<SearchOutcome> outcomes =
              answerAll(Check.present("requests", requests), Check.present("options", options));
          return new TimedCalls.Answered<>(
              outcomes.stream().map(outcome -> result(outcome.hits())).toList(),
              outcomes.stream().mapToDouble(SearchOutcome::coverage).min().orElse(1));
        });
  }

  private List<SearchOutcome> answerAll(
      List<EmbeddingSearchRequest> requests, SearchOptions options) {
    ReadTerms terms = terms().of(options);
    var queries = new ArrayList<CollectionQuery>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      EmbeddingSearchRequest request = Check.present("request " + i, requests.get(i));
      CollectionQuery query = query(request, options, terms);
      if (query != null) {
        queries.add(query);
      }
    }
    if (queries.size() < requests.size()) {
      return Collections.nCopies(requests.size(), SearchOutcome.nothing());
    }
    Searches searches = handle.searches();
    List<SearchOutcome> outcomes =
        cached == null
            ? searches.searchAll(queries, terms)
            : cached.searchAll(searches, queries, terms);
    for (int i = 0; i < queries.size(); i++) {
      warn(queries.get(i), outcomes.get(i), terms);
    }
    return outcomes;
  }

  private static EmbeddingSearchResult<TextSegment> result(List<Hit> hits) {
    return new EmbeddingSearchResult<>(hits.stream().map(RecordTranslation::match).toList());
  }

  SearchReport explain(@Nullable EmbeddingSearchRequest request, @Nullable SearchOptions options) {
    return calls.search(
        () -> {
          long started = System.nanoTime();
          Asked asked = answer(request, options);
          SearchOutcome outcome = asked.outcome;
          List<SearchReport.ShardAnswer> shards =
              outcome.parts().stream().map(SearchReport.ShardAnswer::of).toList();
          Duration took = Duration.ofNanos(System.nanoTime() - started);
          List<String> notes = filters.notes(asked.filter, asked.terms);
          return new TimedCalls.Answered<>(
              new SearchReport(shards, outcome.coverage(), outcome.cacheHit(), took, notes),
              outcome.coverage());
        });
  }

  /** A request that was answered, and under which terms. */
  private record Asked(SearchOutcome outcome, @Nullable Predicate filter, ReadTerms terms) {}

  private Asked answer(
      @Nullable EmbeddingSearchRequest given, @Nullable SearchOptions givenOptions) {
    EmbeddingSearchRequest request = Check.present("request", given);
    SearchOptions options = Check.present("options", givenOptions);
    ReadTerms terms = terms().of(options);
    CollectionQuery query = query(request, options, terms);
    if (query == null) {
      return new Asked(SearchOutcome.nothing(), null, terms);
    }
    Searches searches = handle.searches();
    SearchOutcome outcome =
        cached == null ? searches.search(query, terms) : cached.search(searches, query, terms);
    warn(query, outcome, terms);
    return new Asked(outcome, query.filter(), terms);
  }

  private void warn(CollectionQuery query, SearchOutcome outcome, ReadTerms terms) {
    if (outcome.coverage() == 1) {
      filters.warn(query.filter(), terms);
    }
  }

  /** Null where there is nothing to search yet. */
  private @Nullable CollectionQuery query(
      EmbeddingSearchRequest request, SearchOptions options, ReadTerms terms) {
    Predicate filter = filters.translated(request.filter(), "search");
    CollectionQuery query = translation.query(request, options, filter);
    int dimension = handle.dimension();
    if (dimension == 0) {
      return null;
    }
    Nearness nearness = query.nearness();
    if (nearness != null) {
      StoreWrites.checkDimension("queryEmbedding", dimension, nearness.vector().length);
    }
    filters.require(filter, terms);
    return query;
  }

  List<EmbeddingMatch<TextSegment>> getAll(Collection<String> ids, @Nullable Filter filter) {
    RecordIds.check(Check.present("ids", ids));
    Predicate where = checked(filter, "getAll");
    return handle.searches().get(ids, where, terms().now()).stream()
        .map(StoreReads::whole)
        .toList();
  }

  long count(@Nullable Filter filter) {
    return handle.searches().count(checked(filter, "count"), terms().now());
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
    return handle.searches().page(last, RecordPages.SIZE, where, terms().now());
  }

  private StoreTerms terms() {
    return new StoreTerms(handle, settings);
  }

  private static EmbeddingMatch<TextSegment> whole(StoredRecord found) {
    return RecordTranslation.match(1.0, found);
  }

  /** What a call other than a search is about. */
  @Nullable Predicate checked(@Nullable Filter filter, String call) {
    return filters.checked(filter, call);
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
