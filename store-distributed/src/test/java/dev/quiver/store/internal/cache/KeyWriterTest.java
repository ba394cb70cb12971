package dev.quiver.store.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.Predicate.Comparison;
import dev.quiver.store.internal.model.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What makes two keys equal, and what must not. */
class KeyWriterTest {
  private static final Predicate A = equal("a", Value.of(1));
  private static final Predicate B = equal("b", Value.of("x"));
  private static final Predicate C = new Predicate.Contains("c", "y");

  private static Predicate equal(String key, Value value) {
    return new Predicate.Compare(key, Comparison.EQUAL, value);
  }

  private static ResultKey of(Predicate predicate) {
    return new KeyWriter().filter(predicate).toKey();
  }

  @Test
  void filtersThatSayTheSameInAnotherOrder() {
    assertThat(of(new Predicate.And(A, new Predicate.And(B, C))))
        .isEqualTo(of(new Predicate.And(new Predicate.And(C, A), B)))
        .isEqualTo(of(new Predicate.And(new Predicate.And(C, A), new Predicate.And(B, A))));
    assertThat(of(new Predicate.Or(A, B))).isEqualTo(of(new Predicate.Or(B, A)));
    assertThat(of(new Predicate.In("k", List.of(Value.of(1), Value.of(2), Value.of(1)))))
        .isEqualTo(of(new Predicate.In("k", List.of(Value.of(2), Value.of(1)))));
  }

  @Test
  void filtersThatSayDifferentThingsUnderOneKey() {
    var id = new UUID(1, 2);
    var keys = new HashSet<ResultKey>();
    List<Predicate> different =
        List.of(
            A,
            B,
            C,
            new Predicate.Not(A),
            new Predicate.And(A, B),
            new Predicate.Or(A, B),
            new Predicate.And(A, new Predicate.Or(B, C)),
            new Predicate.And(new Predicate.Or(A, B), C),
            new Predicate.Not(new Predicate.And(A, B)),
            equal("a", Value.of("1")),
            equal("a", Value.of(1L)),
            equal("a", Value.of(1.0)),
            equal("a", Value.of(id)),
            equal("a", Value.of(id.toString())),
            new Predicate.Compare("a", Comparison.NOT_EQUAL, Value.of(1)),
            new Predicate.In("a", List.of(Value.of(1))),
            new Predicate.NotIn("a", List.of(Value.of(1))),
            equal("ab", Value.of("c")),
            equal("a", Value.of("bc")),
            equal("a", Value.of("\ud800")),
            equal("a", Value.of("\udfff")),
            equal("a", Value.of("?")));
    different.forEach(next -> assertThat(keys.add(of(next))).as("%s", next).isTrue());
    assertThat(keys.add(new KeyWriter().filter(null).toKey())).isTrue();
  }

  @Test
  void partsThatRunIntoEachOther() {
    assertThat(key(writer -> writer.text("ab").text("c")))
        .isNotEqualTo(key(writer -> writer.text("a").text("bc")));
    assertThat(key(writer -> writer.text(null))).isNotEqualTo(key(writer -> writer.text("")));
    assertThat(key(writer -> writer.vector(new float[] {0f})))
        .isNotEqualTo(key(writer -> writer.vector(new float[] {-0f})));
    assertThat(key(writer -> writer.vector(new float[10_000])))
        .isNotEqualTo(key(writer -> writer.vector(new float[9_999])));
  }

  @Test
  void positionsThatAreMixedUp() {
    assertThat(at(Map.of(0, new Position(1, 2)))).isEqualTo(at(Map.of(0, new Position(1, 2))));
    assertThat(at(Map.of(0, new Position(1, 2)))).isNotEqualTo(at(Map.of(0, new Position(2, 1))));
    assertThat(at(Map.of(0, new Position(1, 2)))).isNotEqualTo(at(Map.of(1, new Position(1, 2))));
    assertThat(at(Map.of(0, new Position(1, 2), 1, Position.NONE)))
        .isNotEqualTo(at(Map.of(0, new Position(1, 2))));
  }

  private static ResultKey at(Map<Integer, Position> positions) {
    var shards = new TreeMap<ShardId, Position>();
    positions.forEach((shard, position) -> shards.put(new ShardId(shard), position));
    return key(writer -> writer.positions(shards));
  }

  private static ResultKey key(Function<KeyWriter, KeyWriter> parts) {
    return parts.apply(new KeyWriter()).toKey();
  }
}
