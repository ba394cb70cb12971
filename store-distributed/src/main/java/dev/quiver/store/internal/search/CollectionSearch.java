package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.port.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The search of one query or of many, in two rounds; in each every node is asked once at most, for
 * all queries together. What is asked is about the whole collection, so no answer depends on where
 * a record lies.
 *
 * <p>Words are scored in two rounds. The first adds up over all shards asked how common each word
 * is, the second ranks with that: a shard alone would take a word for rare that is common in the
 * others, and score its records higher than theirs. Lists by vector come with the second.
 */
final class CollectionSearch {
  private final ShardReads reads;
  private final List<PendingQuery> queries;
  private final ReadTerms terms;

  CollectionSearch(ShardReads reads, List<PendingQuery> queries, ReadTerms terms) {
    this.reads = reads;
    this.queries = queries;
    this.terms = terms;
  }

  /** In the order of the queries. */
  List<SearchOutcome> run() {
    var outcomes = new ArrayList<SearchOutcome>(queries.size());
    round(PendingQuery::words, PendingQuery::weigh);
    round(PendingQuery::lists, (query, lists) -> outcomes.add(query.answer(lists, terms)));
    return outcomes;
  }

  /** Where no query needs anything, no node is asked. */
  private <T> void round(
      Function<PendingQuery, List<Reading<T>>> needs,
      BiConsumer<PendingQuery, Gathered<List<T>>> take) {
    var parts = new ArrayList<Reading.All.Part<T>>();
    var ends = new ArrayList<Integer>(queries.size());
    for (PendingQuery query : queries) {
      needs.apply(query).forEach(need -> parts.add(new Reading.All.Part<>(need, query.homes())));
      ends.add(parts.size());
    }
    try (Gathered<List<T>> gathered = ask(parts)) {
      int from = 0;
      for (int i = 0; i < queries.size(); i++) {
        PendingQuery query = queries.get(i);
        int to = ends.get(i);
        Set<ShardId> asked = from == to ? Set.of() : query.homes();
        take.accept(query, Gathered.share(gathered, from, to, asked));
        from = to;
      }
    }
  }

  private <T> Gathered<List<T>> ask(List<Reading.All.Part<T>> parts) {
    List<ShardId> shards =
        parts.stream().flatMap(part -> part.homes().stream()).distinct().sorted().toList();
    long affinity = queries.isEmpty() ? 0 : queries.getFirst().affinity();
    return reads.ask(shards, new Reading.All<>(parts), affinity, terms);
  }
}
