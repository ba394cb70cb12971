package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.ShardQuery;
import java.io.IOException;
import java.util.List;

/** Searches several shards of one node as if they were one. */
@FunctionalInterface
public interface ShardSearcher {

  /**
   * The best hits over all these readers, ordered by score, then key; at most {@code
   * query.limit()}. Any thread; blocks for as long as it computes. The readers must come from one
   * collection.
   */
  List<Found> search(List<ShardReader> readers, ShardQuery query) throws IOException;
}
