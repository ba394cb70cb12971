package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.Wanted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * One query of a search: what it needs in each round, and its answer, made of the lists that come
 * back. They are fused where there are two, and thinned out where it asks for diversity.
 */
final class PendingQuery {
  private final CollectionQuery query;
  private final Set<ShardId> homes;
  private final AnswerParts parts = new AnswerParts();
  private TermStatistics statistics = TermStatistics.NOTHING;
  private double coverage = 1;

  PendingQuery(CollectionQuery query, Set<ShardId> homes) {
    this.query = query;
    this.homes = homes;
  }

  /** The shards that can hold an answer. */
  Set<ShardId> homes() {
    return homes;
  }

  long affinity() {
    return query.order().affinity();
  }

  /** To be asked first. */
  List<Reading<TermStatistics>> words() {
    RankOrder.ByText by = query.order().textOrNull();
    return by == null ? List.of() : List.of(new Reading.Statistics(by.text()));
  }

  void weigh(Gathered<List<TermStatistics>> counted) {
    note(counted, any -> 0);
    statistics =
        counted.values().stream()
            .flatMap(List::stream)
            .reduce(TermStatistics.NOTHING, TermStatistics::plus);
  }

  /** To be asked once the words are weighed; none by words that nothing has. */
  List<Reading<List<Found>>> lists() {
    var lists = new ArrayList<Reading<List<Found>>>();
    ShardQuery byVector = query.byVector();
    if (byVector != null) {
      lists.add(new Reading.Search(byVector, Wanted.RECORD));
    }
    TextQuery byWords = query.byWords(statistics);
    if (byWords != null) {
      lists.add(new Reading.TextSearch(byWords, Wanted.RECORD));
    }
    return lists;
  }

  SearchOutcome answer(Gathered<List<List<Found>>> listed, ReadTerms terms) {
    note(listed, lists -> lists.stream().mapToInt(List::size).sum());
    var hits = new ArrayList<Hit>();
    for (Ranked picked : pick(ranked(listed.values()), terms)) {
      terms.requireTimeToRead();
      hits.add(picked.load());
    }
    return parts.outcome(hits, coverage);
  }

  private <T> void note(Gathered<T> round, ToIntFunction<T> candidates) {
    parts.add(round, candidates);
    coverage = Math.min(coverage, round.coverage());
  }

  /**
   * @param byNode what each has for the same lists
   */
  private List<Ranked> ranked(List<List<List<Found>>> byNode) {
    int count = byNode.isEmpty() ? 0 : byNode.getFirst().size();
    List<List<Found>> lists =
        IntStream.range(0, count)
            .mapToObj(nth -> byNode.stream().map(node -> node.get(nth)).toList())
            .map(nodes -> HitMerger.best(nodes, query.listed()))
            .toList();
    return query.isFused()
        ? fused(lists)
        : Ranked.sorted(lists.stream().flatMap(List::stream).toList(), Found::score);
  }

  private List<Ranked> fused(List<List<Found>> lists) {
    Map<RecordKey, Found> all = new LinkedHashMap<>();
    lists.forEach(list -> list.forEach(found -> all.putIfAbsent(found.key(), found)));
    var scores =
        RankFusion.scores(
            lists.stream().map(list -> list.stream().map(Found::key).toList()).toList());
    return Ranked.sorted(List.copyOf(all.values()), found -> scores.getOrDefault(found.key(), 0.0))
        .stream()
        .filter(ranked -> ranked.score() >= query.minScore())
        .toList();
  }

  private List<Ranked> pick(List<Ranked> ranked, ReadTerms terms) {
    Diversity diversity = query.diversity();
    if (diversity == null) {
      return ranked.subList(0, Math.min(query.limit(), ranked.size()));
    }
    List<Ranked> candidates = ranked.subList(0, Math.min(query.depth(), ranked.size()));
    int[] picked =
        diversity.pick(
            candidates.stream()
                .map(next -> new Diversity.Candidate(next.score(), next.vector()))
                .toList(),
            query.limit(),
            () -> requireTime(terms));
    return Arrays.stream(picked).mapToObj(candidates::get).toList();
  }

  private static void requireTime(ReadTerms terms) {
    if (terms.deadline().isOver()) {
      throw new DeadlineExceededException("the search", terms.deadline().budget());
    }
  }
}
