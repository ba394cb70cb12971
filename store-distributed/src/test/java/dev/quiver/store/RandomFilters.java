package dev.quiver.store;

import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThanOrEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Filters of random shape over the keys and values of {@link RandomSegments}. */
final class RandomFilters {
  private RandomFilters() {}

  static Filter next(RandomGenerator random, int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return leaf(random);
    }
    return switch (random.nextInt(3)) {
      case 0 -> new And(next(random, depth - 1), next(random, depth - 1));
      case 1 -> new Or(next(random, depth - 1), next(random, depth - 1));
      default -> new Not(next(random, depth - 1));
    };
  }

  private static Filter leaf(RandomGenerator random) {
    String key = RandomSegments.KEYS.get(random.nextInt(RandomSegments.KEYS.size()));
    Object value = RandomSegments.value(random);
    return switch (random.nextInt(9)) {
      case 0 -> new IsEqualTo(key, value);
      case 1 -> new IsNotEqualTo(key, value);
      case 2 -> new IsGreaterThan(key, (Comparable<?>) value);
      case 3 -> new IsGreaterThanOrEqualTo(key, (Comparable<?>) value);
      case 4 -> new IsLessThan(key, (Comparable<?>) value);
      case 5 -> new IsLessThanOrEqualTo(key, (Comparable<?>) value);
      case 6 -> new IsIn(key, sameKind(random, value));
      case 7 -> new IsNotIn(key, sameKind(random, value));
      default -> new ContainsString(key, "y");
    };
  }

  /** LangChain4j judges a list by its first value, so only lists of one kind have a meaning. */
  private static List<Object> sameKind(RandomGenerator random, Object first) {
    var values = new ArrayList<Object>(List.of(first));
    for (int i = 0; i < 3; i++) {
      Object other = RandomSegments.value(random);
      boolean numbers = first instanceof Number && other instanceof Number;
      if (numbers || first.getClass() == other.getClass()) {
        values.add(other);
      }
    }
    return values;
  }
}
