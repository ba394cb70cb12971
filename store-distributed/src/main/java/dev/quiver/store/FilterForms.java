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
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.Value;
import java.util.List;

/** Predicates as LangChain4j's filters: the way back from {@link Filters}, value types included. */
final class FilterForms {
  private FilterForms() {}

  static Filter of(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Compare(var key, var comparison, var value) -> compare(key, comparison, value);
      case Predicate.In(var key, var values) -> new IsIn(key, objects(values));
      case Predicate.NotIn(var key, var values) -> new IsNotIn(key, objects(values));
      case Predicate.Contains(var key, var part) -> new ContainsString(key, part);
      case Predicate.And(var left, var right) -> new And(of(left), of(right));
      case Predicate.Or(var left, var right) -> new Or(of(left), of(right));
      case Predicate.Not(var operand) -> new Not(of(operand));
    };
  }

  private static Filter compare(String key, Predicate.Comparison comparison, Value value) {
    Object object = value.toObject();
    return switch (comparison) {
      case EQUAL -> new IsEqualTo(key, object);
      case NOT_EQUAL -> new IsNotEqualTo(key, object);
      case GREATER -> new IsGreaterThan(key, (Comparable<?>) object);
      case GREATER_OR_EQUAL -> new IsGreaterThanOrEqualTo(key, (Comparable<?>) object);
      case LESS -> new IsLessThan(key, (Comparable<?>) object);
      case LESS_OR_EQUAL -> new IsLessThanOrEqualTo(key, (Comparable<?>) object);
    };
  }

  private static List<Object> objects(List<Value> values) {
    return values.stream().map(Value::toObject).toList();
  }
}
