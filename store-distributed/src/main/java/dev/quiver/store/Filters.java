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
import dev.quiver.store.internal.index.RecordLimits;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.Predicate.Comparison;
import dev.quiver.store.internal.model.Value;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LangChain4j's filters as predicates. One that Quiver does not know is refused, never ignored. */
final class Filters {
  private static final int MAX_DEPTH = 1_000;

  private Filters() {}

  /** In the words of LangChain4j's own removal by filter. */
  static Filter present(@Nullable Filter filter) {
    if (filter == null) {
      throw new IllegalArgumentException("filter cannot be null");
    }
    return filter;
  }

  static @Nullable Predicate translateOrNull(@Nullable Filter filter) {
    return filter == null ? null : translate(filter);
  }

  static Predicate translate(Filter filter) {
    Predicate predicate = predicate(filter);
    RecordLimits.check(predicate);
    return predicate;
  }

  /** What the filter says, whether or not an index of Quiver could evaluate it. */
  static Predicate predicate(Filter filter) {
    return translate(filter, 1);
  }

  private static Predicate translate(Filter filter, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "filter must be nested at most " + MAX_DEPTH + " deep, but is deeper");
    }
    return switch (filter) {
      case IsEqualTo is -> compare(is.key(), Comparison.EQUAL, is.comparisonValue());
      case IsNotEqualTo is -> compare(is.key(), Comparison.NOT_EQUAL, is.comparisonValue());
      case IsGreaterThan is -> compare(is.key(), Comparison.GREATER, is.comparisonValue());
      case IsGreaterThanOrEqualTo is ->
          compare(is.key(), Comparison.GREATER_OR_EQUAL, is.comparisonValue());
      case IsLessThan is -> compare(is.key(), Comparison.LESS, is.comparisonValue());
      case IsLessThanOrEqualTo is ->
          compare(is.key(), Comparison.LESS_OR_EQUAL, is.comparisonValue());
      case IsIn is -> new Predicate.In(is.key(), values(is.key(), is.comparisonValues()));
      case IsNotIn is -> new Predicate.NotIn(is.key(), values(is.key(), is.comparisonValues()));
      case ContainsString is -> new Predicate.Contains(is.key(), is.comparisonValue());
      case And and ->
          new Predicate.And(translate(and.left(), depth + 1), translate(and.right(), depth + 1));
      case Or or ->
          new Predicate.Or(translate(or.left(), depth + 1), translate(or.right(), depth + 1));
      case Not not -> new Predicate.Not(translate(not.expression(), depth + 1));
      case null -> throw new IllegalArgumentException("filter must not be null");
      default ->
          throw new IllegalArgumentException(
              "filter must be one of LangChain4j's own comparisons or And, Or, Not, but was a "
                  + filter.getClass().getName());
    };
  }

  private static Predicate compare(String key, Comparison comparison, Object value) {
    return new Predicate.Compare(key, comparison, value(key, value));
  }

  private static List<Value> values(String key, Collection<?> objects) {
    return objects.stream().map(object -> value(key, object)).toList();
  }

  private static Value value(String key, Object object) {
    try {
      return Value.of(object);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(
          "filter on \"" + key + "\": " + refused.getMessage(), refused);
    }
  }
}
