package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordLimitsTest {
  private static final float[] VECTOR = {1};

  static Stream<Arguments> refused() {
    Map<String, Value> many =
        IntStream.rangeClosed(0, 1024)
            .boxed()
            .collect(Collectors.toMap(i -> "k" + i, i -> Value.of(i)));
    return Stream.of(
        Arguments.of(
            StoredRecord.bare(RecordKey.of("é".repeat(257)), VECTOR),
            "id must have at most 512 bytes, but had 514"),
        Arguments.of(
            StoredRecord.bare(new RecordKey("p".repeat(8193), "a"), VECTOR),
            "partition value must have at most 8192 bytes, but had 8193"),
        Arguments.of(
            StoredRecord.bare(RecordKey.of("a"), new float[0]),
            "vector of \"a\" must have between 1 and 4096 components, but had 0"),
        Arguments.of(
            StoredRecord.bare(RecordKey.of("a"), new float[4097]),
            "vector of \"a\" must have between 1 and 4096 components, but had 4097"),
        Arguments.of(
            StoredRecord.bare(RecordKey.of("a"), new float[] {0, Float.NaN}),
            "vector of \"a\" must have finite components, but component 1 was NaN"),
        Arguments.of(
            StoredRecord.bare(RecordKey.of("a"), new float[] {0, -0f}),
            "vector of \"a\" must not be zero under COSINE, but was"),
        Arguments.of(
            StoredRecord.with(RecordKey.of("a"), VECTOR, "", many),
            "metadata must have at most 1024 entries, but had 1025"),
        Arguments.of(
            StoredRecord.with(RecordKey.of("a"), VECTOR, "", Map.of("k".repeat(1025), Value.of(1))),
            "metadata key must have at most 1024 bytes, but had 1025"));
  }

  @ParameterizedTest
  @MethodSource
  void refused(StoredRecord record, String message) {
    assertThatThrownBy(() -> RecordLimits.check(record, Similarity.COSINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @org.junit.jupiter.api.Test
  void refusesPredicatesThatAreTooLarge() {
    Predicate chain = new Predicate.Contains("a", "b");
    for (int i = 1; i <= RecordLimits.MAX_CONDITIONS; i++) {
      chain = new Predicate.Or(chain, new Predicate.Contains("a", "b"));
    }
    Predicate tooLong = chain;
    assertThatThrownBy(() -> RecordLimits.check(tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("filter must have at most 500 conditions, but had 501");
  }
}
