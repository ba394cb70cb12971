package dev.quiver.store.internal.cache;

import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.Value;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A predicate as bytes that do not depend on how it was put together: a chain of one operator is
 * the sorted set of its operands, a list of values the sorted set of those. Values keep their
 * types, because not every store compares numbers across types.
 */
final class CanonicalPredicate {
  private enum Kind {
    COMPARE,
    IN,
    NOT_IN,
    CONTAINS,
    AND,
    OR,
    NOT
  }

  private CanonicalPredicate() {}

  static byte[] bytes(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Compare(var key, var comparison, var value) ->
          of(Kind.COMPARE).text(key).text(comparison.name()).block(bytes(value)).toBytes();
      case Predicate.In(var key, var values) -> set(of(Kind.IN).text(key), list(values));
      case Predicate.NotIn(var key, var values) -> set(of(Kind.NOT_IN).text(key), list(values));
      case Predicate.Contains(var key, var part) ->
          of(Kind.CONTAINS).text(key).text(part).toBytes();
      case Predicate.And and -> set(of(Kind.AND), operands(and));
      case Predicate.Or or -> set(of(Kind.OR), operands(or));
      case Predicate.Not(var operand) -> of(Kind.NOT).block(bytes(operand)).toBytes();
    };
  }

  private static KeyWriter of(Kind kind) {
    return new KeyWriter().text(kind.name());
  }

  private static List<byte[]> operands(Predicate chain) {
    return Predicate.operandsOf(chain).stream().map(CanonicalPredicate::bytes).toList();
  }

  private static List<byte[]> list(Collection<Value> values) {
    return values.stream().map(CanonicalPredicate::bytes).toList();
  }

  private static byte[] bytes(Value value) {
    var writer = new KeyWriter();
    return switch (value) {
      case Value.Text(var text) -> writer.number(0).text(text).toBytes();
      case Value.Uuid(var uuid) -> writer.number(1).id(uuid).toBytes();
      case Value.Num(var number) ->
          writer
              .number(2)
              .text(number.getClass().getSimpleName())
              .text(number.toString())
              .toBytes();
    };
  }

  private static byte[] set(KeyWriter writer, List<byte[]> members) {
    byte[] last = null;
    for (byte[] next : members.stream().sorted(Arrays::compareUnsigned).toList()) {
      if (!Arrays.equals(last, next)) {
        writer.block(next);
      }
      last = next;
    }
    return writer.toBytes();
  }
}
