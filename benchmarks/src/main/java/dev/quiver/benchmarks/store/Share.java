package dev.quiver.benchmarks.store;

import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import org.jspecify.annotations.Nullable;

/** A filter that leaves so many of a hundred records, spread evenly over all of them. */
record Share(int percent) {
  /** No filter at all. */
  static final Share ALL = new Share(100);

  /** The metadata that is filtered by: an integer from 0 to 99. */
  static final String KEY = "hundredth";

  static int hundredth(int record) {
    return record % 100;
  }

  boolean holds(int record) {
    return hundredth(record) < percent;
  }

  boolean isAll() {
    return percent == 100;
  }

  /** Null where nothing is filtered. */
  @Nullable Filter filter() {
    return isAll() ? null : new IsLessThan(KEY, percent);
  }
}
