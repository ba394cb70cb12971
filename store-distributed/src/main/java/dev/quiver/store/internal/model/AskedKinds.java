package dev.quiver.store.internal.model;

import dev.quiver.store.internal.model.Predicate.Comparison;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kinds of value that one condition asks for under a key.
 *
 * @param asked the kinds of the condition's own values
 * @param fitting the kinds of stored values that it can be compared with
 */
public record AskedKinds(String key, Set<ValueKind> asked, Set<ValueKind> fitting) {
  public AskedKinds {
    asked = Set.copyOf(asked);
    fitting = Set.copyOf(fitting);
  }

  /** Those of every condition in a predicate, each once, found without recursion. */
  public static Set<AskedKinds> of(Predicate where) {
    var all = new LinkedHashSet<AskedKinds>();
    var pending = new ArrayDeque<Predicate>();
    pending.push(where);
    while (!pending.isEmpty()) {
      switch (pending.pop()) {
        case Predicate.And(var left, var right) -> {
          pending.push(right);
          pending.push(left);
        }
        case Predicate.Or(var left, var right) -> {
          pending.push(right);
          pending.push(left);
        }
        case Predicate.Not(var operand) -> pending.push(operand);
        case Predicate.Compare(var key, var comparison, var value) ->
            all.add(of(key, List.of(value), isEquality(comparison)));
        case Predicate.In(var key, var values) -> all.add(of(key, values, true));
        case Predicate.NotIn(var key, var values) -> all.add(of(key, values, true));
        case Predicate.Contains(var key, var part) ->
            all.add(of(key, List.of(new Value.Text(part)), true));
      }
    }
    all.removeIf(one -> one.asked.isEmpty());
    return all;
  }

  private static boolean isEquality(Comparison comparison) {
    return comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL;
  }

  /** A stored string may spell the UUID asked for, but has no order among UUIDs. */
  private static AskedKinds of(String key, List<Value> values, boolean isEquality) {
    Set<ValueKind> asked = EnumSet.noneOf(ValueKind.class);
    values.forEach(value -> asked.add(ValueKind.of(value)));
    Set<ValueKind> fitting = asked.isEmpty() ? asked : EnumSet.copyOf(asked);
    if (isEquality && asked.contains(ValueKind.UUID)) {
      fitting.add(ValueKind.TEXT);
    }
    return new AskedKinds(key, asked, fitting);
  }

  /** Whether there are values under the key, but none that it can be compared with. */
  public boolean isOfAnotherKindThanAll(Set<ValueKind> stored) {
    return !stored.isEmpty() && stored.stream().noneMatch(fitting::contains);
  }

  /** What to tell whoever asked, once {@link #isOfAnotherKindThanAll}. */
  public String complaint(Set<ValueKind> stored) {
    return "filter on \""
        + key
        + "\" asks for "
        + listed(asked)
        + ", but all values under this key are "
        + listed(stored)
        + ", so none of them matches";
  }

  private static String listed(Set<ValueKind> kinds) {
    return kinds.stream().sorted().map(ValueKind::toString).collect(Collectors.joining(" and "));
  }
}
