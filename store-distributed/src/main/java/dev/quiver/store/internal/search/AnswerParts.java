package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.search.SearchOutcome.Part;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** Who answered for which shard, over all rounds of a search: the last one, and the sums. */
final class AnswerParts {
  private final SortedMap<ShardId, Part> parts = new TreeMap<>();

  <T> AnswerParts add(Gathered<T> gathered, ToIntFunction<T> candidates) {
    for (NodeAnswer<T> next : gathered.answers()) {
      var answer = next.answer();
      int put = candidates.applyAsInt(answer.value());
      for (ShardId shard : answer.positions().keySet()) {
        var part = new Part(shard, answer.node(), next.load(), next.took(), put);
        parts.merge(shard, part, AnswerParts::sum);
      }
    }
    return this;
  }

  private static Part sum(Part before, Part last) {
    return new Part(
        last.shard(),
        last.node(),
        last.load(),
        before.took().plus(last.took()),
        before.candidates() + last.candidates());
  }

  List<Part> byShard() {
    return List.copyOf(parts.values());
  }
}
