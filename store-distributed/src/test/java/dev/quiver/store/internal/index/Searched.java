package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.ShardQuery;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;

/**
 * What a search found, and how: an answer that looked at everything says nothing about walks.
 *
 * @param isExact whether everything was looked at
 */
record Searched(List<Found> found, boolean isExact) {
  static Searched by(IndexEngine engine, List<ShardReader> readers, ShardQuery query)
      throws IOException {
    List<View> views = readers.stream().map(reader -> ((LuceneShardReader) reader).view()).toList();
    try (var all =
        new MultiReader(views.stream().map(View::reader).toArray(IndexReader[]::new), false)) {
      var target = new Target(query, views.getFirst(), () -> false);
      var search = new NearestSearch(all, engine.commonGraphs().terrains(views, all), target);
      List<Found> found = search.run();
      return new Searched(found, search.isExact());
    }
  }
}
