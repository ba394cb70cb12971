package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.port.ShardAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the nodes answered, and which shards nobody answered for. What was found can be read until
 * this is closed.
 *
 * @param asked how many shards were asked
 * @param failures why a shard is missing
 */
record Gathered<T>(List<NodeAnswer<T>> answers, int asked, Map<ShardId, Throwable> failures)
    implements AutoCloseable {

  /** The share of the shards that answered; all of none is all. */
  double coverage() {
    return asked == 0 ? 1 : (double) (asked - failures.size()) / asked;
  }

  List<T> values() {
    return answers.stream().map(next -> next.answer().value()).toList();
  }

  /**
   * What there is for one of many: some of the readings that were asked together, of the shards
   * they are for. It is read until the whole is closed, and not closed itself.
   */
  static <T> Gathered<List<T>> share(
      Gathered<List<T>> whole, int from, int to, Set<ShardId> homes) {
    var own = new ArrayList<NodeAnswer<List<T>>>();
    for (NodeAnswer<List<T>> next : whole.answers) {
      var answer = next.answer();
      var positions = new TreeMap<>(answer.positions());
      positions.keySet().retainAll(homes);
      if (!positions.isEmpty()) {
        List<T> values = answer.value().subList(from, to);
        var part = new ShardAnswer<>(answer.node(), positions, values, () -> {});
        own.add(new NodeAnswer<>(part, next.load(), next.took()));
      }
    }
    Map<ShardId, Throwable> missing = new TreeMap<>(whole.failures);
    missing.keySet().retainAll(homes);
    return new Gathered<>(own, homes.size(), missing);
  }

  @Override
  public void close() {
    answers.forEach(next -> next.answer().close());
  }
}
