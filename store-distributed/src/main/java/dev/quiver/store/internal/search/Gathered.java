package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.ShardId;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** The same for some of those asked. */
  double coverageOf(Set<ShardId> some) {
    long missing = some.stream().filter(failures::containsKey).count();
    return some.isEmpty() ? 1 : (double) (some.size() - missing) / some.size();
  }

  List<T> values() {
    return answers.stream().map(next -> next.answer().value()).toList();
  }

  @Override
  public void close() {
    answers.forEach(next -> next.answer().close());
  }
}
