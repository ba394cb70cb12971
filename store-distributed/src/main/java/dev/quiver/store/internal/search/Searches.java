package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.failover.BreakerPolicy;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.Wanted;
import dev.quiver.store.internal.shard.Freshness;
import dev.quiver.store.internal.shard.ShardDirectory;
import dev.quiver.store.internal.shard.ShardPlan;
import dev.quiver.store.internal.shard.ShardSnapshot;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The reads of a collection: search, get, count and pages of a scan. Each asks only the shards that
 * can hold an answer. Any thread; blocks until answered or the terms' deadline.
 */
public final class Searches {
  private final ShardPlan plan;
  private final ShardDirectory directory;
  private final ShardReads reads;

  public Searches(ShardPlan plan, ShardDirectory directory, ReplicaRouter router, Meters meters) {
    this.plan = plan;
    this.directory = directory;
    this.reads = new ShardReads(directory, router, new Experience(BreakerPolicy.DEFAULTS, meters));
  }

  /** Where a search would begin that came in now. */
  ReadPoint readPoint(@Nullable Predicate where, Freshness freshness) {
    ShardSnapshot now = directory.snapshot();
    long nanos = System.nanoTime();
    var latest = new TreeMap<ShardId, Position>();
    var required = new TreeMap<ShardId, Position>();
    for (ShardId shard : plan.shardsFor(where)) {
      latest.put(shard, now.latest().get(shard.number()));
      required.put(shard, now.required(shard, freshness, nanos));
    }
    return new ReadPoint(now.incarnation(), latest, required);
  }

  public SearchOutcome search(ShardQuery query, ReadTerms terms) {
    List<ShardId> shards = plan.shardsFor(query.filter());
    long affinity = Arrays.hashCode(query.vector());
    try (Gathered<List<Found>> gathered =
        reads.ask(shards, new Reading.Search(query, Wanted.RECORD), affinity, terms)) {
      List<Hit> hits = HitMerger.merge(gathered.values(), query.limit(), terms);
      var parts = new AnswerParts().add(gathered, List::size);
      return parts.outcome(hits, gathered.coverage());
    }
  }

  /** A search by whatever order the query asks for. */
  public SearchOutcome search(CollectionQuery query, ReadTerms terms) {
    ShardQuery alone = query.asShardQuery();
    return alone == null ? searchAll(List.of(query), terms).getFirst() : search(alone, terms);
  }

  /**
   * What came of each query, in their order. All are one pass: every node is asked for all of them
   * together, and where there are words among them, for those once before.
   */
  public List<SearchOutcome> searchAll(List<CollectionQuery> queries, ReadTerms terms) {
    List<PendingQuery> pending =
        queries.stream()
            .map(query -> new PendingQuery(query, Set.copyOf(plan.shardsFor(query.filter()))))
            .toList();
    return new CollectionSearch(reads, pending, terms).run();
  }

  /** The records with these ids that match, ordered by key. */
  public List<StoredRecord> get(
      Collection<String> ids, @Nullable Predicate where, ReadTerms terms) {
    List<String> distinct = ids.stream().distinct().toList();
    var reading = new Reading.Get(distinct, where);
    try (Gathered<List<StoredRecord>> gathered =
        reads.ask(plan.shardsFor(distinct, where), reading, 0, terms.whole())) {
      return gathered.values().stream()
          .flatMap(List::stream)
          .sorted(Comparator.comparing(StoredRecord::key))
          .toList();
    }
  }

  public long count(@Nullable Predicate where, ReadTerms terms) {
    try (Gathered<Long> gathered =
        reads.ask(plan.shardsFor(where), new Reading.Count(where), 0, terms.whole())) {
      return gathered.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** The next records after a key, in the order of their keys; fewer than asked only at the end. */
  public List<StoredRecord> page(
      @Nullable RecordKey after, int limit, @Nullable Predicate where, ReadTerms terms) {
    var reading = new Reading.Page(after, limit, where);
    try (Gathered<List<StoredRecord>> gathered =
        reads.ask(plan.shardsFor(where), reading, 0, terms.whole())) {
      return gathered.values().stream()
          .flatMap(List::stream)
          .sorted(Comparator.comparing(StoredRecord::key))
          .limit(limit)
          .toList();
    }
  }
}
