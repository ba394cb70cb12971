package dev.quiver.store.internal.model;

import dev.quiver.store.internal.model.Predicate.Comparison;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What LangChain4j's filters say about two values, without the exceptions. */
final class ValueComparison {
  private ValueComparison() {}

  static boolean test(@Nullable Value stored, Comparison comparison, Value asked) {
    if (stored == null) {
      return comparison == Comparison.NOT_EQUAL;
    }
    if (stored instanceof Value.Num left && asked instanceof Value.Num right) {
      if (left.isNaN() || right.isNaN()) {
        return comparison == Comparison.NOT_EQUAL;
      }
      return holds(comparison, left.compareByValue(right));
    }
    if (stored instanceof Value.Text(var left) && asked instanceof Value.Text(var right)) {
      return holds(comparison, left.compareTo(right));
    }
    if (stored instanceof Value.Uuid(var left) && asked instanceof Value.Uuid(var right)) {
      return holds(comparison, left.compareTo(right));
    }
    if (stored instanceof Value.Text(var left) && asked instanceof Value.Uuid(var right)) {
      return switch (comparison) {
        case EQUAL -> left.equals(right.toString());
        case NOT_EQUAL -> !left.equals(right.toString());
        default -> false;
      };
    }
    return false;
  }

  private static boolean holds(Comparison comparison, int order) {
    return switch (comparison) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
    };
  }

  static boolean isIn(@Nullable Value stored, List<Value> asked) {
    return stored != null && asked.stream().anyMatch(value -> isEqual(stored, value));
  }

  static boolean isNotIn(@Nullable Value stored, List<Value> asked) {
    if (stored == null) {
      return true;
    }
    return asked.stream().anyMatch(value -> isComparable(stored, value))
        && asked.stream().noneMatch(value -> isEqual(stored, value));
  }

  private static boolean isComparable(Value stored, Value asked) {
    if (stored instanceof Value.Text(var text) && asked instanceof Value.Uuid) {
      return parseUuid(text) != null;
    }
    return stored.getClass() == asked.getClass();
  }

  /**
   * In a list a string stands for any UUID it spells, in a comparison only for the canonical one.
   */
  private static boolean isEqual(Value stored, Value asked) {
    if (stored instanceof Value.Text(var text) && asked instanceof Value.Uuid(var uuid)) {
      return uuid.equals(parseUuid(text));
    }
    return test(stored, Comparison.EQUAL, asked);
  }

  static @Nullable UUID parseUuid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }
}
