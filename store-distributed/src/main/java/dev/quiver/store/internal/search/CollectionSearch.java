package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.internal.index.Found;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import dev.quiver.store.internal.search.RankOrder.ByBoth;
import dev.quiver.store.internal.search.RankOrder.ByText;
import dev.quiver.store.internal.search.RankOrder.ByVector;
import dev.quiver.store.internal.shard.Reading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One search: the lists its order is made of, fused where there are two, and thinned out where it
 * asks for diversity. Lists are of the whole collection, so none of this depends on where a record
 * lies.
 *
 * <p>Words are scored in two rounds. The first adds up over all shards asked how common each word
 * is, the second ranks with that: a shard alone would take a word for rare that is common in the
 * others, and score its records higher than theirs.
 */
final class CollectionSearch implements AutoCloseable {
  private final ShardReads reads;
  private final List<ShardId> shards;
  private final CollectionQuery query;
  private final ReadTerms terms;
  private final List<Gathered<?>> gathered = new ArrayList<>();
  private final AnswerParts parts = new AnswerParts();

  CollectionSearch(ShardReads reads, List<ShardId> shards, CollectionQuery query, ReadTerms terms) {
    this.reads = reads;
    this.shards = shards;
    this.query = query;
    this.terms = terms;
  }

  SearchOutcome run() {
    List<Ranked> ranked = ranked();
    var hits = new ArrayList<Hit>();
    for (Ranked picked : pick(ranked)) {
      terms.requireTimeToRead();
      hits.add(picked.load());
    }
    double coverage = gathered.stream().mapToDouble(Gathered::coverage).min().orElse(1);
    return parts.outcome(hits, coverage);
  }

  private List<Ranked> ranked() {
    int wanted = query.diversity() == null ? query.limit() : query.depth();
    return switch (query.order()) {
      case ByVector by -> Ranked.sorted(list(by, wanted, query.minScore()), Found::score);
      case ByText by -> Ranked.sorted(list(by, wanted, query.minScore()), Found::score);
      case ByBoth(var vector, var text) ->
          fused(list(vector, query.depth(), 0), list(text, query.depth(), 0));
    };
  }

  private List<Ranked> fused(List<Found> byVector, List<Found> byText) {
    Map<RecordKey, Found> all = new LinkedHashMap<>();
    byVector.forEach(found -> all.put(found.key(), found));
    byText.forEach(found -> all.putIfAbsent(found.key(), found));
    var scores = RankFusion.scores(List.of(keys(byVector), keys(byText)));
    return Ranked.sorted(List.copyOf(all.values()), found -> scores.getOrDefault(found.key(), 0.0))
        .stream()
        .filter(ranked -> ranked.score() >= query.minScore())
        .toList();
  }

  private static List<RecordKey> keys(List<Found> list) {
    return list.stream().map(Found::key).toList();
  }

  private List<Ranked> pick(List<Ranked> ranked) {
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
            this::requireTime);
    return Arrays.stream(picked).mapToObj(candidates::get).toList();
  }

  private void requireTime() {
    if (terms.deadline().isOver()) {
      throw new DeadlineExceededException("the search", terms.deadline().budget());
    }
  }

  private List<Found> list(ByVector by, int limit, double minScore) {
    var shardQuery = new ShardQuery(by.vector(), limit, minScore, query.filter(), by.recall());
    return best(new Reading.Search(shardQuery), Arrays.hashCode(by.vector()), limit);
  }

  private List<Found> list(ByText by, int limit, double minScore) {
    long affinity = by.text().hashCode();
    Gathered<TermStatistics> answers = ask(new Reading.Statistics(by.text()), affinity);
    parts.add(answers, none -> 0);
    TermStatistics statistics =
        answers.values().stream().reduce(TermStatistics.NOTHING, TermStatistics::plus);
    if (!statistics.canMatch()) {
      return List.of();
    }
    var textQuery = new TextQuery(statistics, limit, minScore, query.filter());
    return best(new Reading.TextSearch(textQuery), affinity, limit);
  }

  private List<Found> best(Reading<List<Found>> reading, long affinity, int limit) {
    Gathered<List<Found>> answers = ask(reading, affinity);
    parts.add(answers, List::size);
    return HitMerger.best(answers.values(), limit);
  }

  private <T> Gathered<T> ask(Reading<T> reading, long affinity) {
    Gathered<T> answers = reads.ask(shards, reading, affinity, terms);
    gathered.add(answers);
    return answers;
  }

  @Override
  public void close() {
    gathered.forEach(Gathered::close);
  }
}
