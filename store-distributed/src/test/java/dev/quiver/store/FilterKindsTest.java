package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.Filter.and;
import static dev.langchain4j.store.embedding.filter.Filter.not;
import static dev.langchain4j.store.embedding.filter.Filter.or;
import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.ContainsString;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.comparison.IsNotEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsNotIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Catches a filter that finds nothing, and says nothing, because it asks for another kind. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FilterKindsTest {
  private static final UUID UID = UUID.fromString("12345678-1234-1234-1234-123456789abc");
  private static final Filter YEAR_AS_TEXT = metadataKey("year").isEqualTo("2024");
  private static final String COMPLAINT =
      "filter on \"year\" asks for strings, but all values under this key are numbers, so none of"
          + " them matches";

  private final QuiverEmbeddingStore lenient = filled(false);
  private final QuiverEmbeddingStore strict = filled(true);

  private static QuiverEmbeddingStore filled(boolean isStrict) {
    var store = QuiverEmbeddingStore.builder().shards(3).strictFilters(isStrict).build();
    for (String id : List.of("a", "b", "c", "d", "e")) {
      Map<String, Object> metadata =
          Map.of(
              "year",
              2024,
              "uuid",
              UID,
              "spelled",
              UID.toString(),
              "name",
              id,
              "mixed",
              id.equals("a") ? 1 : id);
      store.addAll(List.of(id), List.of(X), List.of(segment("text", metadata)));
    }
    store.addAll(List.of("bare"), List.of(X), null);
    return store;
  }

  @AfterAll
  void close() {
    lenient.close();
    strict.close();
  }

  @Test
  void nobodyIsWarnedOrEverySearchWarns() {
    LogLines lines = LogLines.of("dev.quiver.store.filter");
    for (int i = 0; i < 5; i++) {
      assertThat(lenient.search(near(X, 9, YEAR_AS_TEXT)).matches()).isEmpty();
      assertThat(lenient.count(YEAR_AS_TEXT)).isZero();
      assertThat(lenient.count(metadataKey("name").isGreaterThan(i))).isZero();
      lenient.count(
          and(metadataKey("year").isEqualTo(2024L + i), metadataKey("none").isEqualTo(1)));
    }
    assertThat(lines.stop())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(
                        "Collection default: "
                            + COMPLAINT
                            + ". Said once for this key and kind; strictFilters(true) refuses such"
                            + " filters"),
            second -> assertThat(second).contains("\"name\" asks for numbers"));
  }

  @Test
  void removalRemovesNothingAndSaysNothing() {
    LogLines lines = LogLines.of("dev.quiver.store.filter");
    lenient.removeAll(metadataKey("uuid").isEqualTo(7));
    assertThat(lines.stop()).singleElement().asString().contains("\"uuid\" asks for numbers");
  }

  @Test
  void explanationDoesNotName() {
    for (int i = 0; i < 2; i++) {
      Filter filter = or(YEAR_AS_TEXT, not(metadataKey("name").isIn(1, 2)));
      assertThat(lenient.explain(near(X, 9, filter)).notes())
          .hasSize(2)
          .contains(COMPLAINT)
          .anyMatch(note -> note.startsWith("filter on \"name\" asks for numbers, but"));
    }
    assertThat(lenient.explain(near(X, 9, metadataKey("year").isEqualTo(1))).notes()).isEmpty();
    assertThat(lenient.explain(near(X, 9)).notes()).isEmpty();
  }

  @Test
  void strictStoreAnswersByNothing() {
    List<Runnable> calls =
        List.of(
            () -> strict.search(near(X, 9, YEAR_AS_TEXT)),
            () -> strict.searchAll(List.of(near(X, 9), near(X, 9, YEAR_AS_TEXT))),
            () -> strict.explain(near(X, 9, YEAR_AS_TEXT)),
            () -> strict.count(not(YEAR_AS_TEXT)),
            () -> strict.scan(and(metadataKey("name").isEqualTo("a"), YEAR_AS_TEXT)),
            () -> strict.getAll(List.of("a"), YEAR_AS_TEXT),
            () -> strict.removeAll(List.of("a"), YEAR_AS_TEXT),
            () -> strict.removeAll(YEAR_AS_TEXT));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(COMPLAINT);
    }
  }

  @Test
  void strictStoreRefusesWhatMayMatch() {
    for (Filter filter :
        List.of(
            metadataKey("year").isEqualTo(2024.0),
            metadataKey("mixed").isEqualTo("b"),
            metadataKey("mixed").isEqualTo(1),
            metadataKey("name").isIn("a", "b"),
            metadataKey("name").isEqualTo(UID),
            new IsIn("name", List.of("a", 1)),
            metadataKey("none").isEqualTo(1))) {
      assertThat(strict.count(filter)).isNotNegative();
    }
  }

  @Test
  void strictStoreGoesByWhatWasOnceStored() {
    try (var store = QuiverEmbeddingStore.builder().strictFilters(true).build()) {
      assertThat(store.count(YEAR_AS_TEXT)).as("of nothing").isZero();
      store.addAll(List.of("a"), List.of(X), List.of(segment("text", Map.of("year", 2024))));
      assertThatThrownBy(() -> store.count(YEAR_AS_TEXT)).hasMessage(COMPLAINT);
      store.addAll(List.of("b"), List.of(X), List.of(segment("text", Map.of("year", "2024"))));
      assertThat(store.count(YEAR_AS_TEXT)).isEqualTo(1);
      assertThat(store.count(YEAR_AS_TEXT)).isEqualTo(1);
      store.removeAll(List.of("b"));
      assertThatThrownBy(() -> store.count(YEAR_AS_TEXT)).hasMessage(COMPLAINT);
    }
  }

  /** What LangChain4j's evaluation throws for is what is refused, and nothing else. */
  @Test
  void anotherOpinionThanLangChain4js() {
    Map<String, Object> stored = Map.of("spelled", UID.toString(), "uuid", UID, "year", 2024);
    stored.forEach(
        (key, value) -> {
          for (Filter filter : filters(key)) {
            assertThat(isRefused(() -> strict.count(filter)))
                .as("%s of %s", filter, value)
                .isEqualTo(isRefused(() -> filter.test(Metadata.from(Map.of(key, value)))));
          }
        });
  }

  private static List<Filter> filters(String key) {
    var filters = new ArrayList<Filter>();
    for (Object asked : List.of("b", UID, 7)) {
      filters.add(new IsEqualTo(key, asked));
      filters.add(new IsNotEqualTo(key, asked));
      filters.add(new IsGreaterThan(key, (Comparable<?>) asked));
      filters.add(new IsIn(key, List.of(asked)));
      filters.add(new IsNotIn(key, List.of(asked)));
    }
    filters.add(new ContainsString(key, "b"));
    return filters;
  }

  private static boolean isRefused(Runnable call) {
    try {
      call.run();
      return false;
    } catch (RuntimeException refused) {
      return refused instanceof IllegalArgumentException || refused instanceof ClassCastException;
    }
  }
}
