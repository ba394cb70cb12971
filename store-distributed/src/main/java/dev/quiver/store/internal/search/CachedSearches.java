package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.CallInterruptedException;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.internal.cache.KeyWriter;
import dev.quiver.store.internal.cache.ResultCache;
import dev.quiver.store.internal.cache.ResultKey;
import dev.quiver.store.internal.cache.SingleFlight;
import dev.quiver.store.internal.meter.CacheMeters;
import dev.quiver.store.internal.model.Answer;
import dev.quiver.store.internal.shard.Freshness;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Searches with a result cache in front. Any thread; blocks like {@link Searches}.
 *
 * <p>An answer is filed under the positions its readers were at, and looked for under the latest
 * positions of the shards it would come from. So a write, which moves those, makes older answers
 * unreachable: nothing has to be told to forget them, and no answer is ever too old, not even for a
 * strong read. What is partial, behind the latest positions, or pieced together from several
 * positions of one shard is not kept.
 */
public final class CachedSearches implements AutoCloseable {
  /** Where nothing is thinned out; no lambda and no least similarity is negative. */
  private static final double NONE = -1;

  private final ResultCache cache;
  private final CacheMeters meters;
  private final long ttlMillis;
  private final @Nullable UUID opening;
  private final SingleFlight<Wanted, SearchOutcome> flights = new SingleFlight<>();

  /** Searches that one answer will do for. */
  private record Wanted(ResultKey key, Freshness freshness, boolean allowPartial) {}

  /**
   * @param opening of a store whose log may lose its end in a crash: positions that were lost may
   *     then be given out again, so they only mean something together with this. Null: they mean
   *     the same for ever
   */
  public CachedSearches(
      ResultCache cache, CacheMeters meters, Duration ttl, @Nullable UUID opening) {
    this.cache = cache;
    this.meters = meters;
    this.ttlMillis = ttl.toMillis();
    this.opening = opening;
  }

  public SearchOutcome search(Searches searches, CollectionQuery query, ReadTerms terms) {
    ReadPoint point = searches.readPoint(query.filter(), terms.freshness());
    if (!point.isLatestEnough()) {
      return searches.search(query, terms);
    }
    ResultKey key = key(point.incarnation(), query, point.latest());
    SearchOutcome kept = find(key);
    if (kept != null) {
      return kept;
    }
    var wanted = new Wanted(key, terms.freshness(), terms.allowPartial());
    try {
      return flights.get(wanted, new Search(searches, query, terms, point, key));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("the search", interrupted);
    } catch (TimeoutException late) {
      throw new DeadlineExceededException("the search", terms.deadline().budget());
    }
  }

  private @Nullable SearchOutcome find(ResultKey key) {
    Answer kept = cache.find(key);
    if (kept == null) {
      meters.missed();
      return null;
    }
    return SearchOutcome.cached(kept.hits());
  }

  /** In the order of the queries. What is not found is searched for together. */
  public List<SearchOutcome> searchAll(
      Searches searches, List<CollectionQuery> queries, ReadTerms terms) {
    var answers = new TreeMap<Integer, SearchOutcome>();
    var missing = new LinkedHashMap<Integer, Search>();
    for (int i = 0; i < queries.size(); i++) {
      CollectionQuery query = queries.get(i);
      ReadPoint point = searches.readPoint(query.filter(), terms.freshness());
      ResultKey key = key(point.incarnation(), query, point.latest());
      SearchOutcome kept = point.isLatestEnough() ? find(key) : null;
      if (kept == null) {
        missing.put(i, new Search(searches, query, terms, point, key));
      } else {
        answers.put(i, kept);
      }
    }
    if (!missing.isEmpty()) {
      Iterator<SearchOutcome> fetched = fetch(searches, missing.values(), terms).iterator();
      missing.keySet().forEach(i -> answers.put(i, fetched.next()));
    }
    return List.copyOf(answers.values());
  }

  private List<SearchOutcome> fetch(
      Searches searches, Collection<Search> missing, ReadTerms terms) {
    long started = System.nanoTime();
    List<SearchOutcome> outcomes =
        searches.searchAll(missing.stream().map(search -> search.query).toList(), terms.toKeep());
    meters.loaded(System.nanoTime() - started);
    Iterator<SearchOutcome> next = outcomes.iterator();
    missing.forEach(search -> search.keep(next.next()));
    return outcomes;
  }

  private ResultKey key(
      UUID incarnation, CollectionQuery query, SortedMap<ShardId, Position> positions) {
    var writer = new KeyWriter().id(incarnation).id(opening == null ? incarnation : opening);
    writer
        .number(query.limit())
        .decimal(query.minScore())
        .filter(query.filter())
        .positions(positions);
    write(query.order(), writer);
    write(query.nearness(), query.order(), writer);
    Diversity diversity = query.diversity();
    return writer.decimal(diversity == null ? NONE : diversity.lambda()).toKey();
  }

  /** The vector is in the key already where records are ranked by it. */
  private static void write(@Nullable Nearness nearness, RankOrder order, KeyWriter writer) {
    Double least = nearness == null ? null : nearness.least();
    writer.decimal(least == null ? NONE : least);
    if (nearness != null && order.vectorOrNull() == null) {
      writer.text("near").vector(nearness.vector());
    }
  }

  private static void write(RankOrder order, KeyWriter writer) {
    switch (order) {
      case RankOrder.ByVector(var vector, var recall) ->
          writer.text("vector").vector(vector).decimal(recall);
      case RankOrder.ByText(var text) -> writer.text("text").text(text);
      case RankOrder.ByBoth(var vector, var text) -> {
        writer.text("both");
        write(vector, writer);
        write(text, writer);
      }
    }
  }

  @Override
  public void close() {
    cache.close();
  }

  /** One caller's search. */
  private final class Search implements SingleFlight.Caller<SearchOutcome> {
    private final Searches searches;
    private final CollectionQuery query;
    private final ReadTerms terms;
    private final ReadPoint point;
    private final ResultKey key;

    Search(
        Searches searches, CollectionQuery query, ReadTerms terms, ReadPoint point, ResultKey key) {
      this.searches = searches;
      this.query = query;
      this.terms = terms;
      this.point = point;
      this.key = key;
    }

    @Override
    public SearchOutcome fetch() {
      Answer landed = cache.atHand(key);
      if (landed != null) {
        return SearchOutcome.cached(landed.hits()); // it came between our look and our flight
      }
      long started = System.nanoTime();
      SearchOutcome outcome = searches.search(query, terms.toKeep());
      meters.loaded(System.nanoTime() - started);
      keep(outcome);
      return outcome;
    }

    void keep(SearchOutcome outcome) {
      if (outcome.coverage() == 1 && point.isAtLatest(outcome.positions())) {
        cache.keep(keyAt(outcome.positions()), Answer.validFor(ttlMillis, outcome.hits()));
      }
    }

    /** The shards may have moved on since the search came in. */
    private ResultKey keyAt(SortedMap<ShardId, Position> positions) {
      return positions.equals(point.latest()) ? key : key(point.incarnation(), query, positions);
    }

    @Override
    public boolean accepts(SearchOutcome fetched) {
      return fetched.cacheHit() || (fetched.coverage() == 1 && point.isMetBy(fetched.positions()));
    }

    @Override
    public boolean isOwn(Throwable failure) {
      return failure instanceof CallInterruptedException || terms.deadline().isOver();
    }

    @Override
    public long patienceNanos() {
      return terms.deadline().remainingNanos();
    }
  }
}
