package dev.quiver.store;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Segments with metadata of every type, mixed under the same keys, from small pools that collide.
 */
final class RandomSegments {
  static final List<String> KEYS = List.of("a", "b", "c", "d.e");

  /** Values that are equal across types, nearly equal, or special. */
  static final List<Object> VALUES =
      List.of(
          "",
          "x",
          "xy",
          "y\uD83D\uDE00",
          "y\uFF5E",
          "ef0a4a4c-52b5-4f6f-9b1e-0c5a8d2c1a11",
          UUID.fromString("ef0a4a4c-52b5-4f6f-9b1e-0c5a8d2c1a11"),
          UUID.fromString("0f0a4a4c-52b5-4f6f-9b1e-0c5a8d2c1a11"),
          0,
          1,
          -1,
          1L,
          9_007_199_254_740_992L,
          9_007_199_254_740_993L,
          Long.MIN_VALUE,
          0.1f,
          0.1d,
          -0.0d,
          -0.0f,
          1.0d,
          Double.POSITIVE_INFINITY,
          Double.NaN);

  private RandomSegments() {}

  /** Null one time in six: a record without a segment. */
  static @Nullable TextSegment next(RandomGenerator random) {
    if (random.nextInt(6) == 0) {
      return null;
    }
    var metadata = new Metadata();
    for (String key : KEYS) {
      if (random.nextInt(3) > 0) {
        put(metadata, key, value(random));
      }
    }
    return TextSegment.from("text " + random.nextInt(1_000), metadata);
  }

  static Object value(RandomGenerator random) {
    return VALUES.get(random.nextInt(VALUES.size()));
  }

  private static void put(Metadata metadata, String key, Object value) {
    switch (value) {
      case String text -> metadata.put(key, text);
      case UUID uuid -> metadata.put(key, uuid);
      case Integer number -> metadata.put(key, number);
      case Long number -> metadata.put(key, number);
      case Float number -> metadata.put(key, number);
      case Double number -> metadata.put(key, number);
      default -> throw new IllegalArgumentException("no metadata type: " + value.getClass());
    }
  }
}
