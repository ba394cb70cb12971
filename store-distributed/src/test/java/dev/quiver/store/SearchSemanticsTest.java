package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Catches wrong scores, orders, cuts and limits. */
@Timeout(180)
final class SearchSemanticsTest {
  private final long seed = Seed.next();

  @ParameterizedTest
  @EnumSource(Metric.class)
  void scoresAreThoseOfTheMetricWhateverTheShards(Metric metric) {
    var random = new SplittableRandom(seed);
    var records = new ArrayList<Embedding>();
    for (int i = 0; i < 300; i++) {
      Embedding next = TestVectors.random(random, 8);
      if (metric == Metric.DOT_PRODUCT) {
        next.normalize();
      }
      records.add(next);
    }
    Embedding query = records.get(random.nextInt(records.size()));
    try (var store = QuiverEmbeddingStore.builder().metric(metric).shards(3).build()) {
      List<String> given = store.addAll(records);
      var matches = store.search(near(query, 300)).matches();
      assertThat(ids(matches)).as("seed %s", seed).containsExactlyInAnyOrderElementsOf(given);
      for (var match : matches) {
        Embedding stored = records.get(given.indexOf(match.embeddingId()));
        assertThat(match.embedding()).isEqualTo(stored);
        assertThat(match.score())
            .as("seed %s", seed)
            .isCloseTo(expected(metric).applyAsDouble(query, stored), within(1e-6))
            .isBetween(0.0, 1.0);
      }
      assertThat(matches.getFirst().score()).isCloseTo(1.0, within(1e-6));
      assertThat(matches)
          .isSortedAccordingTo(
              Comparator.comparingDouble((EmbeddingMatch<?> match) -> match.score())
                  .reversed()
                  .thenComparing(EmbeddingMatch::embeddingId));
    }
  }

  private static ToDoubleBiFunction<Embedding, Embedding> expected(Metric metric) {
    return (left, right) -> {
      double dot = dot(left, right);
      return switch (metric) {
        case COSINE -> (1 + dot / Math.sqrt(dot(left, left) * dot(right, right))) / 2;
        case DOT_PRODUCT -> (1 + dot) / 2;
        case EUCLIDEAN -> 1 / (1 + dot(left, left) + dot(right, right) - 2 * dot);
      };
    };
  }

  private static double dot(Embedding left, Embedding right) {
    double sum = 0;
    for (int i = 0; i < left.dimension(); i++) {
      sum += (double) left.vector()[i] * right.vector()[i];
    }
    return sum;
  }

  @Test
  void equalScoresAreCutAndOrderedByIdInUtf16() {
    try (var store = QuiverEmbeddingStore.builder().shards(3).build()) {
      List<String> ids = List.of("\uffff", "b", "\ud83d\ude00", "a", "B", "aa", "é");
      store.addAll(ids, ids.stream().map(id -> Y).toList(), null);
      store.add("zz", X);
      List<String> sorted = ids.stream().sorted().toList();
      for (int limit = 1; limit <= ids.size(); limit++) {
        assertThat(ids(store.search(near(Y, limit)).matches())).isEqualTo(sorted.subList(0, limit));
      }
      assertThat(ids(store.search(near(Y, 8)).matches()).getLast()).isEqualTo("zz");
    }
  }

  @Test
  void minScoreIsInclusiveAndLimitMayExceedTheRecords() {
    try (var store = QuiverEmbeddingStore.builder().shards(2).build()) {
      store.addAll(List.of("same", "right", "opposite"), List.of(X, Y, vector(-1, 0, 0)), null);
      assertThat(found(store, 0.0)).containsExactly("same", "right", "opposite");
      assertThat(found(store, 0.5)).containsExactly("same", "right");
      assertThat(found(store, Math.nextUp(0.5))).containsExactly("same");
      assertThat(found(store, 1.0)).containsExactly("same");
      assertThat(ids(store.search(near(X, Integer.MAX_VALUE)).matches())).hasSize(3);
    }
  }

  private static List<String> found(QuiverEmbeddingStore store, double minScore) {
    var request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(X)
            .maxResults(10)
            .minScore(minScore)
            .build();
    return ids(store.search(request).matches());
  }

  @Test
  void emptyCollectionOfUnknownDimensionFindsNothing() {
    try (var store = QuiverEmbeddingStore.builder().shards(2).build()) {
      assertThat(store.search(near(X, 3)).matches()).isEmpty();
      assertThat(store.search(near(vector(1, 2), 3)).matches()).isEmpty();
      assertThat(store.count()).isZero();
      assertThat(store.getAll(List.of("a"))).isEmpty();
      try (var all = store.scan(null)) {
        assertThat(all).isEmpty();
      }
      store.removeAll();
      store.remove("a");
    }
  }

  @Test
  void reportNamesEveryShardAsked() {
    try (var store = QuiverEmbeddingStore.builder().nodes(2).shards(4).build()) {
      store.addAll(List.of(X, Y, vector(1, 1, 1)));
      SearchReport report = store.explain(near(X, 2));
      assertThat(report.shards()).extracting("shard").containsExactly(0, 1, 2, 3);
      assertThat(report.shards()).extracting("node").containsOnly("node-0", "node-1");
      assertThat(report.coverage()).isEqualTo(1.0);
      assertThat(report.cacheHit()).isFalse();
      assertThat(report.took()).isPositive();
    }
  }
}
