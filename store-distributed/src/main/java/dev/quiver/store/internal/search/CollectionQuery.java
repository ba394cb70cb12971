package dev.quiver.store.internal.search;

import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import org.jspecify.annotations.Nullable;

/**
 * A search as a collection sees it.
 *
 * @param limit how many hits at most
 * @param minScore hits below it are left out
 * @param diversity whether hits that say the same as better ones give way to others
 * @param nearness what hits' similarity is measured by; null where no vector is looked at
 */
public record CollectionQuery(
    RankOrder order,
    int limit,
    double minScore,
    @Nullable Predicate filter,
    @Nullable Diversity diversity,
    @Nullable Nearness nearness) {
  private static final int LISTED_PER_HIT = 10;
  private static final int LEAST_LISTED = 100;

  /** The same as each shard can answer it; null where there is more to do than to merge answers. */
  @Nullable ShardQuery asShardQuery() {
    return diversity == null && order instanceof RankOrder.ByVector ? byVector() : null;
  }

  /** The list by vector that its answer is made of, if there is one. */
  @Nullable ShardQuery byVector() {
    RankOrder.ByVector by = order.vectorOrNull();
    return by == null
        ? null
        : new ShardQuery(by.vector(), listed(), leastListed(), filter, by.recall());
  }

  /** Likewise by words, once it is known how common they are. */
  @Nullable TextQuery byWords(TermStatistics statistics) {
    return statistics.canMatch()
        ? new TextQuery(statistics, listed(), leastListed(), filter)
        : null;
  }

  /** How many records of a list take part. */
  int listed() {
    return isFused() || diversity != null || isThinnedBySimilarity() ? depth() : limit;
  }

  /** Scores of a list are those of the answer only where it is not fused with another. */
  private double leastListed() {
    if (isFused()) {
      return 0;
    }
    Double least = leastSimilarity();
    return least == null || isThinnedBySimilarity() ? minScore : Math.max(minScore, least);
  }

  /** The similarity that hits must have, whatever they are ranked by; null: any. */
  @Nullable Double leastSimilarity() {
    return nearness == null ? null : nearness.least();
  }

  /** Whether hits may fall out that a list in another order than by similarity has. */
  private boolean isThinnedBySimilarity() {
    return leastSimilarity() != null && order.textOrNull() != null;
  }

  boolean isFused() {
    return order instanceof RankOrder.ByBoth;
  }

  /** How many records of a list take part, where the answer is made from more than it holds. */
  int depth() {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(LISTED_PER_HIT * (long) limit, LEAST_LISTED));
  }
}
