package dev.quiver.store.internal.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a record's metadata: the closed set of what a filter can say. {@link #matches} is
 * its meaning; an index may be faster, never different.
 *
 * <p>A value of another kind than the one asked about does not match, and nothing throws. Numbers
 * compare by value across types, strings in UTF-16 order. A record without a segment matches no
 * predicate at all: that is for the caller to rule out, because it has no metadata to show here.
 */
public sealed interface Predicate {

  /** How a stored value is compared with the one asked about. */
  enum Comparison {
    EQUAL,
    NOT_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    LESS,
    LESS_OR_EQUAL
  }

  /** {@code key <comparison> value}. Without the key only {@code NOT_EQUAL} matches. */
  record Compare(String key, Comparison comparison, Value value) implements Predicate {}

  /** The key's value equals one of these. */
  record In(String key, List<Value> values) implements Predicate {
    public In {
      values = List.copyOf(values);
    }
  }

  /** The key is missing, or its value is of their kind and equals none of these. */
  record NotIn(String key, List<Value> values) implements Predicate {
    public NotIn {
      values = List.copyOf(values);
    }
  }

  /** The key's value is a string with this part in it. */
  record Contains(String key, String part) implements Predicate {}

  /** Both. */
  record And(Predicate left, Predicate right) implements Predicate {}

  /** Either. */
  record Or(Predicate left, Predicate right) implements Predicate {}

  /** The opposite: also true where the operand is false for a value of another kind. */
  record Not(Predicate operand) implements Predicate {}

  default boolean matches(Map<String, Value> metadata) {
    return switch (this) {
      case Compare(var key, var comparison, var value) ->
          ValueComparison.test(metadata.get(key), comparison, value);
      case In(var key, var values) -> ValueComparison.isIn(metadata.get(key), values);
      case NotIn(var key, var values) -> ValueComparison.isNotIn(metadata.get(key), values);
      case Contains(var key, var part) ->
          metadata.get(key) instanceof Value.Text(var text) && text.contains(part);
      case And(var left, var right) -> left.matches(metadata) && right.matches(metadata);
      case Or(var left, var right) -> left.matches(metadata) || right.matches(metadata);
      case Not(var operand) -> !operand.matches(metadata);
    };
  }

  static @Nullable Predicate both(@Nullable Predicate left, @Nullable Predicate right) {
    if (left == null) {
      return right;
    }
    return right == null ? left : new And(left, right);
  }

  /**
   * The operands of a chain of one operator, {@code And} or {@code Or}, from left to right, however
   * it is nested; found without recursion.
   */
  static List<Predicate> operandsOf(Predicate chain) {
    var operands = new ArrayList<Predicate>();
    var pending = new ArrayDeque<Predicate>();
    pending.push(chain);
    while (!pending.isEmpty()) {
      Predicate next = pending.pop();
      if (next.getClass() != chain.getClass()) {
        operands.add(next);
      } else if (next instanceof And(var left, var right)) {
        pending.push(right);
        pending.push(left);
      } else if (next instanceof Or(var left, var right)) {
        pending.push(right);
        pending.push(left);
      }
    }
    return operands;
  }
}
