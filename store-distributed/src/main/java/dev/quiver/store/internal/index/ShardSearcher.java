package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches several shards of one node as if they were one. Any thread; blocks for as long as it
 * computes. The readers must come from one collection; in none of them there is nothing to find.
 */
public interface ShardSearcher {

  /**
   * The best hits by vector over all these readers, ordered by score, then key; at most {@code
   * query.limit()}.
   */
  List<Found> search(List<ShardReader> readers, ShardQuery query) throws IOException;

  /** Likewise by words. */
  List<Found> search(List<ShardReader> readers, TextQuery query) throws IOException;

  /** What these readers have to say about the words of a text, all of them together. */
  TermStatistics statistics(List<ShardReader> readers, String text) throws IOException;

  /** Work over readers that stay open until it has ended. */
  interface Task<T> {
    T run() throws IOException;
  }

  /** What came of all of these, in their order; they may be done side by side. */
  default <T> List<T> all(List<Task<T>> tasks) throws IOException {
    var results = new ArrayList<T>(tasks.size());
    for (Task<T> task : tasks) {
      results.add(task.run());
    }
    return results;
  }
}
