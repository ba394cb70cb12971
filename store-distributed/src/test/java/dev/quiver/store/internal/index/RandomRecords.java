package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Records and predicates from so small a world that they meet, with every awkward value in it. */
final class RandomRecords {
  static final int DIMENSION = 8;

  private static final List<String> KEYS =
      List.of("a", "b", "s:a", "key", "vector", "%", "\ud800", "\ufffd", "\ud83d\ude00", "");
  private static final String LONG = "x".repeat(SortableBytes.MAX_TERM_BYTES);
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "ab",
          "b",
          "\u0000",
          "a\u0000",
          "\uffff",
          "\ud83d\ude00",
          "\ud83d",
          "\ude00\ud83d",
          "\ud7ff",
          "\ue000",
          LONG,
          LONG + "a",
          LONG + "b",
          LONG + "\ud83d\ude00".repeat(20_000),
          "00000000-0000-0001-0000-000000000001",
          "0-0-1-0-1",
          "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
          "ffffffff-ffff-ffff-ffff-ffffffffffff",
          "1",
          "0.1");
  private static final List<UUID> UUIDS =
      List.of(new UUID(1, 1), new UUID(-1, -1), new UUID(1, -1), new UUID(0, 0));
  private static final List<Number> NUMBERS =
      List.of(
          0,
          0L,
          -0.0f,
          -0.0,
          1,
          1L,
          1f,
          1.0,
          0.1f,
          0.1,
          Math.nextUp(0.1),
          16777217,
          16777216f,
          1L << 53,
          (1L << 53) + 1,
          (double) (1L << 53),
          Long.MAX_VALUE,
          Long.MAX_VALUE - 1,
          (double) Long.MAX_VALUE,
          (float) Long.MAX_VALUE,
          Long.MIN_VALUE,
          Long.MIN_VALUE + 1,
          (double) Long.MIN_VALUE,
          9223372036854776000.0,
          Double.NaN,
          Float.NaN,
          Double.POSITIVE_INFINITY,
          Float.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.MIN_VALUE,
          Float.MIN_VALUE,
          Double.MAX_VALUE,
          Float.MAX_VALUE);

  private final SplittableRandom random;

  RandomRecords(long seed) {
    this.random = new SplittableRandom(seed);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  RecordKey key(int distinct) {
    String id = "id-" + random.nextInt(distinct);
    return switch (random.nextInt(6)) {
      case 0 -> new RecordKey("tenant-" + random.nextInt(3), id);
      case 1 -> RecordKey.of(oneOf(TEXTS.subList(0, 12)) + random.nextInt(3));
      default -> RecordKey.of(id);
    };
  }

  StoredRecord record(RecordKey key, Similarity similarity) {
    float[] vector = vector(similarity);
    return random.nextInt(6) == 0
        ? StoredRecord.bare(key, vector)
        : StoredRecord.with(key, vector, oneOf(TEXTS), metadata());
  }

  /** From a lattice, so that equal scores happen. */
  float[] vector(Similarity similarity) {
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = random.nextInt(3) - 1;
    }
    vector[random.nextInt(DIMENSION)] = 1;
    if (similarity == Similarity.DOT_PRODUCT || random.nextBoolean()) {
      double length = VectorField.length(vector);
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] /= (float) length;
      }
    }
    return vector;
  }

  private Map<String, Value> metadata() {
    var metadata = new HashMap<String, Value>();
    for (int i = random.nextInt(5); i > 0; i--) {
      metadata.put(oneOf(KEYS), value());
    }
    return metadata;
  }

  Value value() {
    return switch (random.nextInt(3)) {
      case 0 -> new Value.Text(oneOf(TEXTS));
      case 1 -> new Value.Uuid(oneOf(UUIDS));
      default -> new Value.Num(oneOf(NUMBERS));
    };
  }

  Predicate predicate(int depth) {
    return switch (random.nextInt(depth == 0 ? 5 : 8)) {
      case 0, 1 ->
          new Predicate.Compare(
              oneOf(KEYS), oneOf(List.of(Predicate.Comparison.values())), value());
      case 2 -> new Predicate.In(oneOf(KEYS), several(this::value));
      case 3 -> new Predicate.NotIn(oneOf(KEYS), several(this::value));
      case 4 -> new Predicate.Contains(oneOf(KEYS), oneOf(TEXTS));
      case 5 -> new Predicate.And(predicate(depth - 1), predicate(depth - 1));
      case 6 -> new Predicate.Or(predicate(depth - 1), predicate(depth - 1));
      default -> new Predicate.Not(predicate(depth - 1));
    };
  }

  <T> List<T> several(Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(4)).toList();
  }
}
