package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Searches several shards of one node as if they were one. Any thread; blocks for as long as it
 * computes. The readers must come from one collection.
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

  /** One of many searches: what is looked for, and where. */
  record Part(List<ShardReader> readers, ShardQuery query) {}

  /** All of these, in their order; they may be done side by side. */
  default List<List<Found>> searchAll(List<Part> parts) throws IOException {
    var found = new ArrayList<List<Found>>(parts.size());
    for (Part part : parts) {
      found.add(search(part.readers(), part.query()));
    }
    return found;
  }
}
