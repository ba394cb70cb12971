package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.Filter.and;
import static dev.langchain4j.store.embedding.filter.Filter.not;
import static dev.langchain4j.store.embedding.filter.Filter.or;
import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Catches filters that throw or match across kinds: one key holds every kind of value, and some
 * records have neither the key nor even a segment.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class FilterSemanticsTest {
  private static final UUID UID = UUID.fromString("12345678-1234-1234-1234-123456789abc");

  /** A filter and the ids of all records it must find. */
  record Found(Filter filter, List<String> ids) {
    Found(Filter filter, String... ids) {
      this(filter, List.of(ids));
    }
  }

  private QuiverEmbeddingStore store;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  FilterSemanticsTest() {}

  @BeforeAll
  void open() {
    store = QuiverEmbeddingStore.builder().shards(3).build();
    var ids = new ArrayList<String>();
    var segments = new ArrayList<TextSegment>();
    Map<String, Object> values =
        Map.of(
            "b text",
            "1",
            "c int",
            1,
            "d long",
            (1L << 53) + 1,
            "e float",
            0.1f,
            "f double",
            0.1,
            "g uuid",
            UID,
            "h spelled",
            UID.toString(),
            "i zero",
            -0.0,
            "j nan",
            Double.NaN);
    values.forEach(
        (id, value) -> {
          ids.add(id);
          segments.add(segment("text", Map.of("k", value)));
        });
    Collections.addAll(ids, "k keyless", "l bare");
    segments.add(TextSegment.from("text"));
    segments.add(null);
    store.addAll(ids, Collections.nCopies(ids.size(), X), segments);
  }

  @AfterAll
  void close() {
    store.close();
  }

  @ParameterizedTest
  @MethodSource({"equality", "order", "logic"})
  void findsAndCountsAndScans(Found found) {
    assertThat(ids(store.search(near(X, 99, found.filter)).matches())).isEqualTo(found.ids);
    assertThat(store.count(found.filter)).isEqualTo(found.ids.size());
    try (var all = store.scan(found.filter)) {
      assertThat(ids(all.toList())).isEqualTo(found.ids);
    }
  }

  static List<Found> equality() {
    return List.of(
        new Found(metadataKey("k").isEqualTo("1"), "b text"),
        new Found(metadataKey("k").isEqualTo(1), "c int"),
        new Found(metadataKey("k").isEqualTo(1.0), "c int"),
        new Found(metadataKey("k").isEqualTo(0.1f), "e float", "f double"),
        new Found(metadataKey("k").isEqualTo(1L << 53)),
        new Found(metadataKey("k").isEqualTo((1L << 53) + 1), "d long"),
        new Found(metadataKey("k").isEqualTo(0), "i zero"),
        new Found(metadataKey("k").isEqualTo(UID), "g uuid", "h spelled"),
        new Found(metadataKey("k").isEqualTo(UID.toString()), "h spelled"),
        new Found(metadataKey("k").isEqualTo(Double.NaN)),
        new Found(metadataKey("k").isIn("1", "2"), "b text"),
        new Found(metadataKey("k").isIn(0, 1, 7), "c int", "i zero"),
        new Found(metadataKey("k").isNotEqualTo("1"), "h spelled", "k keyless"),
        new Found(metadataKey("none").isEqualTo("1")));
  }

  static List<Found> order() {
    return List.of(
        new Found(metadataKey("k").isGreaterThan(0.1), "c int", "d long"),
        new Found(
            metadataKey("k").isGreaterThanOrEqualTo(0.1), "c int", "d long", "e float", "f double"),
        new Found(metadataKey("k").isLessThan(0.1f), "i zero"),
        new Found(metadataKey("k").isLessThanOrEqualTo("1"), "b text"),
        new Found(metadataKey("k").isBetween("0", "2"), "b text", "h spelled"),
        new Found(metadataKey("k").containsString("1234-1234"), "h spelled"));
  }

  static List<Found> logic() {
    Filter text = metadataKey("k").isEqualTo("1");
    Filter number = metadataKey("k").isEqualTo(1);
    return List.of(
        new Found(or(text, number), "b text", "c int"),
        new Found(and(text, number)),
        new Found(
            not(metadataKey("k").isGreaterThanOrEqualTo(-1)),
            "b text",
            "g uuid",
            "h spelled",
            "j nan",
            "k keyless"),
        new Found(not(not(number)), "c int"),
        new Found(
            not(metadataKey("none").isEqualTo(1)),
            "b text",
            "c int",
            "d long",
            "e float",
            "f double",
            "g uuid",
            "h spelled",
            "i zero",
            "j nan",
            "k keyless"));
  }
}
