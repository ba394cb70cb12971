package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.vector;
import static dev.quiver.store.TextRequests.both;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Catches a fused score that is all a match says, and a least similarity that cuts in one mode, of
 * one number of shards, or without the cache only.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SimilarityTest {
  private static final int NEAR = 130;

  /** Of a record that is farther away than a list by vector is long, and has a word of its own. */
  private static final double FAR = (1 + -1 / Math.sqrt(2)) / 2;

  private final QuiverEmbeddingStore one = store(1, null);
  private final QuiverEmbeddingStore three =
      store(3, CacheOptions.inMemory(4 << 20, Duration.ofHours(1)));

  private static QuiverEmbeddingStore store(int shards, @Nullable CacheOptions cache) {
    var builder = QuiverEmbeddingStore.builder().shards(shards).searchMode(SearchMode.HYBRID);
    var store = (cache == null ? builder : builder.cache(cache)).build();
    List<String> ids =
        new ArrayList<>(IntStream.range(0, NEAR).mapToObj(i -> "" + (1000 + i)).toList());
    List<Embedding> vectors =
        new ArrayList<>(IntStream.range(0, NEAR).mapToObj(i -> vector(100, i, 0)).toList());
    var segments = new ArrayList<TextSegment>();
    ids.forEach(id -> segments.add(TextSegment.from("common " + id)));
    ids.add("far");
    vectors.add(vector(-3, 0, 3)); // not of length 1: its similarity is of what was given
    segments.add(TextSegment.from("unicorn common"));
    store.addAll(ids, vectors, segments);
    return store;
  }

  @AfterAll
  void close() {
    one.close();
    three.close();
  }

  private List<QuiverMatch> found(EmbeddingSearchRequest request, SearchOptions options) {
    List<EmbeddingMatch<TextSegment>> matches = one.search(request, options).matches();
    for (int round = 0; round < 2; round++) {
      assertThat(three.search(request, options).matches())
          .as("three shards, %s", round == 0 ? "asked" : "from the cache")
          .isEqualTo(matches);
    }
    return matches.stream().map(QuiverMatch.class::cast).toList();
  }

  private static SearchOptions in(SearchMode mode) {
    return SearchOptions.defaults().withMode(mode);
  }

  @Test
  void oneFoundByWordsAloneDoesNotSayHowFarAwayItIs() {
    var far =
        found(both("unicorn", X, 200), in(SearchMode.HYBRID)).stream()
            .filter(match -> match.embeddingId().equals("far"))
            .findFirst()
            .orElseThrow();
    var byWords = found(both("unicorn", X, 1), in(SearchMode.TEXT)).getFirst();
    assertThat(far.similarity()).isCloseTo(FAR, within(1e-9));
    assertThat(far.wordScore()).isPositive().isEqualTo(byWords.score());
    assertThat(byWords.wordScore()).isEqualTo(byWords.score());
    assertThat(byWords.similarity()).as("no vector is looked at").isNull();
  }

  @Test
  void oneFoundByVectorDoesNotSayWhatItsVectorIsWorth() {
    var byVector = found(both("unicorn", X, 5), in(SearchMode.VECTOR));
    assertThat(byVector)
        .allSatisfy(match -> assertThat(match.similarity()).isEqualTo(match.score()))
        .allSatisfy(match -> assertThat(match.wordScore()).isNull());
    var fused = found(both("unicorn", X, 6), in(SearchMode.HYBRID));
    assertThat(fused.stream().filter(match -> match.wordScore() == null))
        .hasSize(5)
        .allSatisfy(match -> assertThat(match.score()).isLessThanOrEqualTo(0.5))
        .allSatisfy(match -> assertThat(match.similarity()).isGreaterThan(0.99));
  }

  @ParameterizedTest
  @EnumSource(SearchMode.class)
  void leastSimilarityDoesNotCut(SearchMode mode) {
    for (String words : List.of("unicorn", "common", "unicorn common")) {
      var all = found(both(words, X, 200), in(mode).withMinSimilarity(0.0));
      var near = found(both(words, X, 200), in(mode).withMinSimilarity(0.9));
      assertThat(all).allSatisfy(match -> assertThat(match.similarity()).isNotNull());
      assertThat(near)
          .isEqualTo(
              all.stream().filter(match -> requireNonNull(match.similarity()) >= 0.9).toList())
          .hasSizeLessThan(all.size());
      var first = found(both(words, X, 3), in(mode).withMinSimilarity(0.9));
      assertThat(ids(first)).isEqualTo(ids(near.stream().limit(3).toList()));
    }
  }

  private static List<String> ids(List<QuiverMatch> matches) {
    return matches.stream().map(QuiverMatch::embeddingId).toList();
  }

  @Test
  void questionThatNothingAnswersFindsWhatScoresHigh() {
    EmbeddingSearchRequest request = both("unicorn", vector(0, 0, -1), 3);
    assertThat(found(request, in(SearchMode.HYBRID)).getFirst().score()).isGreaterThan(0.49);
    assertThat(found(request, in(SearchMode.HYBRID).withMinSimilarity(0.6))).isEmpty();
  }

  @Test
  void diversityPicksFromWhatIsNotSimilarEnough() {
    var options = in(SearchMode.HYBRID).withMmrLambda(0.1);
    EmbeddingSearchRequest request = both("unicorn", X, 5);
    assertThat(ids(found(request, options))).contains("far");
    assertThat(ids(found(request, options.withMinSimilarity(0.9))))
        .hasSize(5)
        .doesNotContain("far");
  }

  @Test
  void optionsAreLostOnTheWayOfSomeCalls() {
    EmbeddingSearchRequest request = both("unicorn", X, 5);
    for (SearchMode mode : SearchMode.values()) {
      var options = in(mode).withMinSimilarity(0.9);
      var expected = one.search(request, options).matches();
      for (QuiverEmbeddingStore store : List.of(one, three)) {
        assertThat(store.searchAll(List.of(request, request), options))
            .allSatisfy(result -> assertThat(result.matches()).isEqualTo(expected));
        assertThat(store.searchAsync(request, options).join().matches()).isEqualTo(expected);
      }
    }
    assertThat(one.explain(request, in(SearchMode.VECTOR)).shards().getFirst().candidates())
        .isEqualTo(5);
    assertThat(one.explain(request).shards().getFirst().candidates())
        .as("a hundred by vector, one by words")
        .isEqualTo(101);
  }

  @Test
  void wordsNeedNoVectorUntilItsSimilarityCounts() {
    EmbeddingSearchRequest request = both("unicorn", vector(0), 1);
    assertThat(ids(found(request, in(SearchMode.TEXT)))).containsExactly("far");
    var options = in(SearchMode.TEXT).withMinSimilarity(0.1);
    assertThatThrownBy(() -> one.search(request, options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("queryEmbedding must ");
    assertThatThrownBy(() -> one.search(both("unicorn", vector(1, 0), 1), options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queryEmbedding must have dimension 3, as the collection has, but has 2");
  }

  @Test
  void anotherStoresCacheForgetsTheParts() {
    EmbeddingSearchRequest request = both("unicorn", X, 5);
    try (var cached =
        CachedEmbeddingStore.of(one, CacheOptions.inMemory(1 << 20, Duration.ofHours(1)))) {
      for (int round = 0; round < 2; round++) {
        assertThat(cached.search(request).matches()).isEqualTo(one.search(request).matches());
      }
    }
  }
}
