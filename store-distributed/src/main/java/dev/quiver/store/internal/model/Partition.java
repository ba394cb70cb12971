package dev.quiver.store.internal.model;

import dev.quiver.store.internal.model.Predicate.Comparison;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a metadata value names a partition, and which partitions a predicate can be about.
 *
 * <p>Two texts are at work. The <em>name</em> is part of a record's identity: numbers of equal
 * value share one, a string and the UUID it spells do not. The <em>home</em> decides the shard and
 * is coarser: whatever one filter value can be equal to has one home, so a search for it asks one
 * shard.
 */
public final class Partition {
  private static final String NUMBER = "n:";
  private static final String STRING = "s:";
  private static final String UUID_ = "u:";

  private Partition() {}

  /** The canonical text of a partition value. */
  public static String nameOf(Value value) {
    return switch (value) {
      case Value.Text(var text) -> STRING + text;
      case Value.Uuid(var uuid) -> UUID_ + uuid;
      case Value.Num number -> NUMBER + (number.isFinite() ? plain(number) : number.number());
    };
  }

  private static String plain(Value.Num number) {
    BigDecimal decimal = number.decimal();
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toString();
  }

  /** What the shard of a partition is computed from: the value as one writes it. */
  public static String homeOf(String name) {
    String text = name.substring(STRING.length());
    UUID spelled = name.startsWith(STRING) ? ValueComparison.parseUuid(text) : null;
    return spelled == null ? text : spelled.toString();
  }

  /** The homes of all records that can match, or null when every partition may hold one. */
  public static @Nullable Set<String> homes(@Nullable Predicate predicate, String partitionKey) {
    return switch (predicate) {
      case Predicate.Compare(var key, var comparison, var value)
          when key.equals(partitionKey) && comparison == Comparison.EQUAL ->
          Set.of(homeOf(nameOf(value)));
      case Predicate.In(var key, var values) when key.equals(partitionKey) -> {
        var homes = new HashSet<String>();
        values.forEach(value -> homes.add(homeOf(nameOf(value))));
        yield homes;
      }
      case Predicate.And(var left, var right) ->
          common(homes(left, partitionKey), homes(right, partitionKey));
      case Predicate.Or(var left, var right) ->
          either(homes(left, partitionKey), homes(right, partitionKey));
      case null, default -> null;
    };
  }

  private static @Nullable Set<String> common(
      @Nullable Set<String> left, @Nullable Set<String> right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    var both = new HashSet<>(left);
    both.retainAll(right);
    return both;
  }

  private static @Nullable Set<String> either(
      @Nullable Set<String> left, @Nullable Set<String> right) {
    if (left == null || right == null) {
      return null;
    }
    var all = new HashSet<>(left);
    all.addAll(right);
    return all;
  }

  /** Whether only records with certain values of the key can match. */
  public static boolean fixes(@Nullable Predicate predicate, String key) {
    return homes(predicate, key) != null;
  }
}
