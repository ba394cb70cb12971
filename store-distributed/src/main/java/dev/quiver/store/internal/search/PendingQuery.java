package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.internal.index.Found;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import dev.quiver.store.internal.shard.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
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
      lists.add(new Reading.Search(byVector));
    }
    TextQuery byWords = query.byWords(statistics);
    if (byWords != null) {
      lists.add(new Reading.TextSearch(byWords));
    }
    return lists;
  }

  SearchOutcome answer(Gathered<List<List<Found>>> listed, ReadTerms terms) {
    note(listed, lists -> lists.stream().mapToInt(List::size).sum());
    var hits = new ArrayList<Hit>();
    for (Ranked picked : pick(near(ranked(listed.values()), terms), terms)) {
      terms.requireTimeToRead();
      hits.add(picked.load(query.nearness()));
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
    if (query.isFused()) {
      return fused(lists);
    }
    boolean byVector = query.order().vectorOrNull() != null;
    return Ranked.sorted(
        lists.stream().flatMap(List::stream).map(byVector ? Ranked::byVector : Ranked::byWords));
  }

  /** The list by vector comes first; there is none by words where nothing has one. */
  private List<Ranked> fused(List<List<Found>> lists) {
    Map<RecordKey, Found> all = new LinkedHashMap<>();
    lists.forEach(list -> list.forEach(found -> all.putIfAbsent(found.key(), found)));
    Map<RecordKey, Double> similarities = lists.isEmpty() ? Map.of() : scores(lists.getFirst());
    Map<RecordKey, Double> wordScores = lists.size() < 2 ? Map.of() : scores(lists.getLast());
    var scores =
        RankFusion.scores(
            lists.stream().map(list -> list.stream().map(Found::key).toList()).toList());
    return Ranked.sorted(
        all.entrySet().stream()
            .map(
                next ->
                    new Ranked(
                        scores.getOrDefault(next.getKey(), 0.0),
                        next.getValue(),
                        similarities.get(next.getKey()),
                        wordScores.get(next.getKey())))
            .filter(ranked -> ranked.score() >= query.minScore()));
  }

  private static Map<RecordKey, Double> scores(List<Found> list) {
    return list.stream().collect(Collectors.toMap(Found::key, Found::score));
  }

  /** Those that are similar enough, as many as can be used. Others are not read. */
  private List<Ranked> near(List<Ranked> ranked, ReadTerms terms) {
    Nearness nearness = query.nearness();
    Double least = query.leastSimilarity();
    if (nearness == null || least == null) {
      return ranked;
    }
    int usable = query.diversity() == null ? query.limit() : query.depth();
    var near = new ArrayList<Ranked>();
    for (Ranked next : ranked) {
      if (near.size() == usable) {
        break;
      }
      terms.requireTimeToRead();
      Ranked measured = next.measured(nearness);
      if (Objects.requireNonNull(measured.similarity()) >= least) {
        near.add(measured);
      }
    }
    return near;
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
