package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.Z;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static dev.quiver.store.TestVectors.vector;
import static dev.quiver.store.TextRequests.both;
import static dev.quiver.store.TextRequests.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches wrong lists, scores and refusals of searches by words, and by words and vectors. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SearchModesTest {
  private static final SearchOptions TEXT = SearchOptions.defaults().withMode(SearchMode.TEXT);

  private final QuiverEmbeddingStore store = hybrid();

  private static QuiverEmbeddingStore hybrid() {
    var made = QuiverEmbeddingStore.builder().shards(3).searchMode(SearchMode.HYBRID).build();
    made.addAll(
        List.of("first", "near", "worded", "bare"),
        List.of(X, vector(9, 1, 0), Y, Z),
        Arrays.asList(
            segment("a red fox", Map.of("n", 1)),
            segment("something else", Map.of("n", 2)),
            segment("red red fox fox fox", Map.of("n", 3)),
            null));
    return made;
  }

  @AfterAll
  void close() {
    store.close();
  }

  private static double place(int rank) {
    return 61.0 / 2 / (60 + rank);
  }

  @Test
  void hybridScoresAddUpPlacesInBothLists() {
    var matches = store.search(both("fox", X, 10)).matches();
    assertThat(ids(matches)).containsExactly("first", "worded", "near", "bare");
    assertThat(matches.stream().map(EmbeddingMatch::score))
        .containsExactly(place(1) + place(2), place(4) + place(1), place(2), place(3));
    assertThat(store.search(both("something", vector(9, 1, 0), 1)).matches().getFirst().score())
        .as("first of both lists")
        .isEqualTo(1.0);
  }

  @Test
  void hybridHonoursMinScoreFilterAndLimit() {
    var request =
        EmbeddingSearchRequest.builder()
            .query("fox")
            .queryEmbedding(X)
            .maxResults(10)
            .minScore(place(4) + place(1));
    assertThat(ids(store.search(request.build()).matches())).containsExactly("first", "worded");
    request.minScore(0.0).filter(metadataKey("n").isGreaterThan(1));
    assertThat(ids(store.search(request.build()).matches())).containsExactly("worded", "near");
    assertThat(ids(store.search(both("fox", X, 1)).matches())).containsExactly("first");
  }

  @Test
  void hybridWithoutQueryIsAnsweredByVector() {
    var byVector = store.search(near(X, 4), SearchOptions.defaults().withMode(SearchMode.VECTOR));
    assertThat(store.search(near(X, 4)).matches()).isEqualTo(byVector.matches());
  }

  @Test
  void listsAreAHundredOrTenForEachResultLong() {
    try (var store =
        QuiverEmbeddingStore.builder().shards(2).searchMode(SearchMode.HYBRID).build()) {
      List<String> ids = IntStream.range(0, 150).mapToObj(i -> "" + (1000 + i)).toList();
      List<Embedding> vectors = IntStream.range(0, 150).mapToObj(i -> vector(1, i, 0)).toList();
      var segments = new ArrayList<TextSegment>();
      ids.forEach(id -> segments.add(TextSegment.from("some text " + id)));
      store.addAll(ids, vectors, segments);
      assertThat(ids(store.search(both("1100", X, 1)).matches())).containsExactly("1000");
      var all = store.search(both("1120", X, 10)).matches();
      assertThat(all.stream().filter(match -> match.embeddingId().equals("1120")))
          .singleElement()
          .satisfies(match -> assertThat(match.score()).isEqualTo(place(1)));
      var deeper = store.search(both("1120", X, 15)).matches();
      assertThat(deeper.stream().filter(match -> match.embeddingId().equals("1120")))
          .singleElement()
          .satisfies(match -> assertThat(match.score()).isEqualTo(place(1) + place(121)));
    }
  }

  /** Okapi BM25 with k1 = 1.2 and b = 0.75, lengths small enough to be kept exactly. */
  @Test
  void textScoresAreThoseOfBm25() {
    var matches = store.search(words("fox fox red nobody", 10), TEXT).matches();
    assertThat(ids(matches)).containsExactly("worded", "first");
    double idf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5));
    double average = (3 + 2 + 5) / 3.0;
    double worded = idf * (2 * saturation(3, 5 / average) + saturation(2, 5 / average));
    double first = idf * (2 * saturation(1, 3 / average) + saturation(1, 3 / average));
    assertThat(matches.getFirst().score()).isCloseTo(worded / (1 + worded), within(1e-6));
    assertThat(matches.getLast().score()).isCloseTo(first / (1 + first), within(1e-6));
    var request =
        EmbeddingSearchRequest.builder()
            .query("fox fox red")
            .queryEmbedding(X)
            .minScore(matches.getFirst().score());
    assertThat(ids(store.search(request.build(), TEXT).matches())).containsExactly("worded");
  }

  private static double saturation(double times, double length) {
    return times / (times + 1.2 * (1 - 0.75 + 0.75 * length));
  }

  @Test
  void equalTextsAreCutAndOrderedById() {
    try (var store = QuiverEmbeddingStore.builder().shards(3).build()) {
      List<String> ids = List.of("\uffff", "b", "\ud83d\ude00", "a", "B", "aa", "\u00e9");
      store.addAll(
          ids,
          ids.stream().map(id -> Y).toList(),
          ids.stream().map(id -> TextSegment.from("same words")).toList());
      List<String> sorted = ids.stream().sorted().toList();
      for (int limit = 1; limit <= ids.size(); limit++) {
        assertThat(ids(store.search(words("words", limit), TEXT).matches()))
            .isEqualTo(sorted.subList(0, limit));
      }
    }
  }

  @Test
  void textNeedsAQueryAndNoVector() {
    assertThatThrownBy(() -> store.search(near(X, 3), TEXT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("query must be given in search mode TEXT, but was null");
    assertThat(ids(store.search(both("fox", vector(0), 3), TEXT).matches()))
        .containsExactly("worded", "first");
    assertThat(store.search(words("fox", Integer.MAX_VALUE), TEXT).matches()).hasSize(2);
  }

  @Test
  void writtenReplacedAndRemovedTextsShowAtOnce() {
    try (var written = hybrid()) {
      written.add("first", X);
      assertThat(ids(written.search(words("fox", 3), TEXT).matches())).containsExactly("worded");
      written.addAll(List.of("worded"), List.of(Y), List.of(TextSegment.from("no such animal")));
      assertThat(written.search(words("fox", 3), TEXT).matches()).isEmpty();
      written.remove("worded");
      assertThat(written.search(words("animal", 3), TEXT).matches()).isEmpty();
    }
  }

  @Test
  void textsThatAreNotIndexedAreNotSearched(@TempDir Path directory) {
    var builder = QuiverEmbeddingStore.builder().directory(directory);
    String refusal =
        "searchMode of collection default must be VECTOR, because its textAnalysis is NONE,"
            + " but was ";
    try (var store = builder.textAnalysis(TextAnalysis.NONE).build()) {
      store.add(X, TextSegment.from("words"));
      assertThat(store.search(near(X, 1)).matches()).hasSize(1);
      assertThatThrownBy(() -> store.search(words("words", 1), TEXT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(refusal + "TEXT");
    }
    var reopened = QuiverEmbeddingStore.builder().directory(directory);
    assertThatThrownBy(() -> reopened.searchMode(SearchMode.HYBRID).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(refusal + "HYBRID");
    assertThatThrownBy(() -> reopened.textAnalysis(TextAnalysis.WORDS).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("textAnalysis of collection default must be NONE, as stored, but was WORDS");
  }

  @Test
  void analysisIsKeptWithTheCollection(@TempDir Path directory) {
    Path data = directory.resolve("data");
    try (var store =
        QuiverEmbeddingStore.builder().directory(data).textAnalysis(TextAnalysis.WORDS).build()) {
      store.add("a", X);
      store.addAll(List.of("b"), List.of(Y), List.of(TextSegment.from("foxes")));
      store.admin().snapshot(directory.resolve("copy"));
    }
    QuiverEmbeddingStore.restore(directory.resolve("copy"), directory.resolve("restored"));
    for (Path path : List.of(data, directory.resolve("restored"))) {
      var builder =
          QuiverEmbeddingStore.builder().directory(path).index(IndexOptions.defaults().m(8));
      try (var store = builder.searchMode(SearchMode.TEXT).build()) {
        assertThat(ids(store.search(words("foxes", 3)).matches())).containsExactly("b");
        assertThat(store.search(words("fox", 3)).matches()).isEmpty();
      }
    }
  }

  @Test
  void reportNamesEveryShardOnce() {
    SearchReport report = store.explain(both("fox", X, 2));
    assertThat(report.shards()).extracting("shard").containsExactly(0, 1, 2);
    assertThat(report.shards())
        .extracting("candidates")
        .as("4 by vector, 2 by words")
        .containsOnly(6);
    assertThat(report.coverage()).isEqualTo(1.0);
  }
}
