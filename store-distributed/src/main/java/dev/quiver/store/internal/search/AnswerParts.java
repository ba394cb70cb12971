package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.search.SearchOutcome.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Who answered for which shard, over all rounds of a search: the last one, and the sums. */
final class AnswerParts {
  private final SortedMap<ShardId, Part> parts = new TreeMap<>();
  private final SortedMap<ShardId, Position> positions = new TreeMap<>();
  private final Set<ShardId> moved = new HashSet<>();

  <T> AnswerParts add(Gathered<T> gathered, ToIntFunction<T> candidates) {
    for (NodeAnswer<T> next : gathered.answers()) {
      var answer = next.answer();
      int put = candidates.applyAsInt(answer.value());
      for (ShardId shard : answer.positions().keySet()) {
        var part = new Part(shard, answer.node(), next.load(), next.took(), put);
        parts.merge(shard, part, AnswerParts::sum);
      }
      answer.positions().forEach(this::note);
    }
    return this;
  }

  private void note(ShardId shard, Position position) {
    Position before = positions.putIfAbsent(shard, position);
    if (before != null && !before.equals(position)) {
      moved.add(shard);
    }
  }

  private static Part sum(Part before, Part last) {
    return new Part(
        last.shard(),
        last.node(),
        last.load(),
        before.took().plus(last.took()),
        before.candidates() + last.candidates());
  }

  /** What came of it all. */
  SearchOutcome outcome(List<Hit> hits, double coverage) {
    var steady = new TreeMap<>(positions);
    steady.keySet().removeAll(moved);
    return new SearchOutcome(hits, List.copyOf(parts.values()), coverage, steady, false);
  }
}
