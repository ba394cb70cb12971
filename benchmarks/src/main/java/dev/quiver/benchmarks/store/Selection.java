package dev.quiver.benchmarks.store;

import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A filter that leaves a share of the records: any of them, or those that lie on the side of the
 * query along an axis through the records, or on the other side.
 */
record Selection(Kind kind, double share) {
  enum Kind {
    ALL,
    RANDOM,
    WITH_QUERY,
    AGAINST_QUERY
  }

  private static final List<Double> SHARES = List.of(0.001, 0.01, 0.1, 0.5);

  static List<Selection> all() {
    var all = new ArrayList<Selection>();
    all.add(new Selection(Kind.ALL, 1));
    for (Kind kind : List.of(Kind.RANDOM, Kind.WITH_QUERY, Kind.AGAINST_QUERY)) {
      SHARES.forEach(share -> all.add(new Selection(kind, share)));
    }
    return all;
  }

  /** Null where nothing is filtered. */
  @Nullable Filter filter(Positions positions, int query) {
    long count = Math.round(share * positions.size());
    return switch (kind) {
      case ALL -> null;
      case RANDOM -> new IsLessThan(Positions.RANDOM, count);
      case WITH_QUERY, AGAINST_QUERY ->
          isAtLowEnd(positions, query)
              ? new IsLessThan(Positions.AXIS, count)
              : new IsGreaterThanOrEqualTo(Positions.AXIS, positions.size() - count);
    };
  }

  boolean matches(Positions positions, int query, int record) {
    long count = Math.round(share * positions.size());
    return switch (kind) {
      case ALL -> true;
      case RANDOM -> positions.random(record) < count;
      case WITH_QUERY, AGAINST_QUERY ->
          isAtLowEnd(positions, query)
              ? positions.axis(record) < count
              : positions.axis(record) >= positions.size() - count;
    };
  }

  private boolean isAtLowEnd(Positions positions, int query) {
    return positions.isQueryLow(query) == (kind == Kind.WITH_QUERY);
  }

  @Override
  public String toString() {
    return kind == Kind.ALL
        ? "no filter"
        : String.format(
            Locale.ROOT,
            "%s %s %%",
            kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            100 * share);
  }
}
