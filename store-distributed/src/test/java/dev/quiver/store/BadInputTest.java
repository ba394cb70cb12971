package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.none;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import dev.langchain4j.store.embedding.filter.logical.And;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Catches calls that are let through, half stored, or refused without saying why. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class BadInputTest {
  private static final String LONE = "a\ud83d";

  /** A call that must be refused, and the whole of what it must be told. */
  record Bad(String message, Consumer<QuiverEmbeddingStore> call) {
    @Override
    public String toString() {
      return message;
    }
  }

  @SuppressWarnings("NullAway.Init") // opened before the first test
  private QuiverEmbeddingStore store;

  @BeforeAll
  void open() {
    store = QuiverEmbeddingStore.builder().shards(2).build();
    store.add("kept", X);
  }

  @AfterAll
  void close() {
    store.close();
  }

  @AfterEach
  void nothingWasStored() {
    assertThat(store.scan(null).map(match -> match.embeddingId())).containsExactly("kept");
  }

  @ParameterizedTest
  @MethodSource({"vectors", "idsAndSizes", "reads", "filters"})
  void isRefused(Bad bad) {
    assertThatThrownBy(() -> bad.call.accept(store))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(bad.message);
  }

  static List<Bad> vectors() {
    return List.of(
        second(
            "embedding 1 must have finite components, but component 2 was NaN",
            vector(1, 0, Float.NaN)),
        second(
            "embedding 1 must have finite components, but component 0 was -Infinity",
            vector(Float.NEGATIVE_INFINITY, 0, 0)),
        second("embedding 1 must have between 1 and 4096 components, but had 0", vector()),
        second(
            "embedding 1 must have between 1 and 4096 components, but had 4097",
            vector(new float[4097])),
        second("embedding 1 must not be zero under COSINE, but was", vector(0, -0f, 0)),
        second(
            "embedding 1 must have dimension 3, as the collection has, but has 4",
            vector(1, 2, 3, 4)),
        second("embeddings must not be null, but embedding 1 is", none()),
        new Bad("embeddings must not be null, but embedding 0 is", s -> s.add((Embedding) none())),
        new Bad(
            "embedding 0 must have dimension 3, as the collection has, but has 2",
            s -> s.add(vector(1, 2), TextSegment.from("text"))));
  }

  private static Bad second(String message, Embedding bad) {
    return new Bad(message, s -> s.addAll(Arrays.asList(Y, bad)));
  }

  static List<Bad> idsAndSizes() {
    return List.of(
        ids("ids must not be null or blank, but id 1 is null", none()),
        ids("ids must not be null or blank, but id 1 is blank", ""),
        ids("ids must not be null or blank, but id 1 is blank", " \t"),
        ids("ids must have at most 512 bytes, but id 1 has 513", "i".repeat(513)),
        ids("ids must have at most 512 bytes, but id 1 has 514", "é".repeat(257)),
        ids("ids must be Unicode text, but id 1 has half a surrogate pair at character 1", LONE),
        ids(
            "ids must be Unicode text, but id 1 has half a surrogate pair at character 0",
            "\ude00\ud83d"),
        new Bad(
            "ids size (1) is not equal to embeddings size (2)",
            s -> s.addAll(List.of("a"), List.of(X, Y), null)),
        new Bad(
            "embeddings size (2) is not equal to embedded size (1)",
            s -> s.addAll(List.of("a", "b"), List.of(X, Y), List.of(TextSegment.from("a")))),
        new Bad("id cannot be null or blank", s -> s.remove(" ")));
  }

  private static Bad ids(String message, String bad) {
    return new Bad(message, s -> s.addAll(Arrays.asList("a", bad), List.of(X, Y), null));
  }

  static List<Bad> reads() {
    return List.of(
        new Bad("request must not be null", s -> s.search(none())),
        new Bad("options must not be null", s -> s.search(near(X, 1), none())),
        new Bad(
            "queryEmbedding must have dimension 3, as the collection has, but has 2",
            s -> s.search(near(vector(1, 2), 1))),
        new Bad(
            "queryEmbedding must have finite components, but component 1 was Infinity",
            s -> s.search(near(vector(1, Float.POSITIVE_INFINITY, 0), 1))),
        new Bad(
            "queryEmbedding must not be zero under COSINE, but was",
            s -> s.explain(near(vector(0, 0, 0), 1))),
        new Bad("ids must not be null", s -> s.getAll(none())),
        new Bad(
            "ids must not be null or blank, but id 0 is blank", s -> s.getAll(List.of("", "a"))),
        new Bad(
            "ids must be Unicode text, but id 0 has half a surrogate pair at character 1",
            s -> s.removeAll(List.of(LONE))));
  }

  static List<Bad> filters() {
    return List.of(
        new Bad(
            "filter must be one of LangChain4j's own comparisons or And, Or, Not, but was a "
                + Odd.class.getName(),
            s -> s.search(near(X, 1, new Odd()))),
        new Bad(
            "filter must be one of LangChain4j's own comparisons or And, Or, Not, but was a "
                + Odd.class.getName(),
            s -> s.removeAll(new And(metadataKey("a").isEqualTo(1), new Odd()))),
        new Bad(
            "filter on \"a\": number must be an Integer, Long, Float or Double, but was a"
                + " java.math.BigDecimal",
            s -> s.count(new IsEqualTo("a", BigDecimal.ONE))),
        new Bad(
            "filter on \"a\": metadata value must be a String, UUID or number, but was a"
                + " java.lang.Boolean",
            s -> s.scan(new IsIn("a", List.of(true))).close()),
        new Bad("filter cannot be null", s -> s.count(none())),
        new Bad("filter cannot be null", s -> s.getAll(List.of("a"), none())),
        new Bad("filter cannot be null", s -> s.removeAll(List.of("kept"), none())));
  }

  /** A filter that Quiver cannot know. */
  private static final class Odd implements Filter {
    @Override
    public boolean test(Object object) {
      return true;
    }
  }
}
