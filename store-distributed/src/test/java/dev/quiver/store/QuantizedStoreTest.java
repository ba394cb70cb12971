package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches a score that was computed from 8-bit copies, neighbours lost by them, and a recall asked
 * for that makes no difference; with more records than are all looked at.
 */
@Timeout(180)
final class QuantizedStoreTest {
  private static final int DIMENSION = 48;
  private static final int CLUSTERS = 60;
  private static final int RECORDS = 4_000;
  private static final int FEW = 1_500;
  private static final int MANY = 3_000;
  private static final int QUERIES = 40;
  private static final int LIMIT = 10;
  private static final double TARGET = 0.97;

  /** What chance may take off, with so few queries. */
  private static final double ALLOWED_BELOW = 0.03;

  private static final IndexOptions INT8 =
      IndexOptions.defaults()
          .m(12)
          .efConstruction(60)
          .quantization(Quantization.INT8)
          .targetRecall(TARGET);

  @TempDir private Path directory;
  private final long seed = Seed.next();
  private final SplittableRandom random = new SplittableRandom(seed);
  private final List<Embedding> centres =
      IntStream.range(0, CLUSTERS).mapToObj(i -> TestVectors.random(random, DIMENSION)).toList();
  private final List<String> ids = IntStream.range(0, RECORDS).mapToObj(i -> "id-" + i).toList();
  private final PlainStore plain = new PlainStore(Metric.COSINE);

  private static QuiverEmbeddingStoreBuilder builder(Path at, int shards) {
    return TestStores.on(at, 1, shards, 1)
        .index(INT8)
        .durability(Durability.interval(Duration.ofSeconds(1)))
        .writeTimeout(Duration.ofMinutes(1));
  }

  private Embedding nearACentre() {
    float[] vector = centres.get(random.nextInt(CLUSTERS)).vector().clone();
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] += 0.5f * (float) random.nextGaussian();
    }
    return Embedding.from(vector);
  }

  private void fill(QuiverEmbeddingStore store) {
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int i = 0; i < RECORDS; i++) {
      embeddings.add(nearACentre());
      segments.add(TextSegment.from("record", new Metadata().put("n", i)));
      plain.put(ids.get(i), embeddings.get(i), segments.get(i));
    }
    store.addAll(ids, embeddings, segments);
    store.admin().compact();
  }

  /** What was found of the true nearest; the scores and the order of all that was must be exact. */
  private double recall(
      QuiverEmbeddingStore store, @Nullable Filter filter, SearchOptions options) {
    int right = 0;
    for (int query = 0; query < QUERIES; query++) {
      Embedding near = nearACentre();
      List<PlainStore.Ranked> all = plain.search(near.vector(), RECORDS, 0, filter);
      var request =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(near)
              .maxResults(LIMIT)
              .filter(filter)
              .build();
      List<PlainStore.Ranked> found =
          store.search(request, options).matches().stream()
              .map(QuantizedStoreTest::ranked)
              .toList();
      assertThat(found)
          .as("seed %d, filter %s", seed, filter)
          .hasSize(LIMIT)
          .isEqualTo(all.stream().filter(found::contains).toList());
      right += (int) found.stream().filter(all.subList(0, LIMIT)::contains).count();
    }
    return (double) right / (QUERIES * LIMIT);
  }

  private static PlainStore.Ranked ranked(EmbeddingMatch<TextSegment> match) {
    return new PlainStore.Ranked(match.embeddingId(), match.score());
  }

  private void assertSearches(QuiverEmbeddingStore store) {
    SearchOptions defaults = SearchOptions.defaults();
    assertThat(store.count()).isEqualTo(RECORDS);
    assertThat(recall(store, new IsLessThan("n", FEW), defaults)).as("of few").isEqualTo(1);
    for (Filter filter : new @Nullable Filter[] {null, new IsLessThan("n", MANY)}) {
      assertThat(recall(store, filter, defaults))
          .as("seed %d, filter %s", seed, filter)
          .isGreaterThanOrEqualTo(TARGET - ALLOWED_BELOW);
    }
  }

  @Test
  void nearestAreFoundWithExactScoresThroughReopeningAndRestoring() {
    Path first = directory.resolve("first");
    Path snapshot = directory.resolve("snapshot");
    Path copy = directory.resolve("copy");
    try (var store = builder(first, 2).build()) {
      fill(store);
      assertSearches(store);
      store.admin().snapshot(snapshot);
    }
    try (var store = builder(first, 2).build()) {
      assertSearches(store);
    }
    QuiverEmbeddingStore.restore(snapshot, copy);
    try (var store = builder(copy, 2).build()) {
      assertSearches(store);
    }
  }

  /** One shard and far too narrow a graph, so that there is something to miss. */
  @Test
  void moreIsFoundWhereMoreIsAskedFor() {
    IndexOptions options = INT8.m(4).efConstruction(20);
    try (var store = builder(directory, 1).index(options).build()) {
      fill(store);
      SearchOptions defaults = SearchOptions.defaults();
      double least = recall(store, null, defaults.withRecall(0.5));
      double less = recall(store, null, defaults.withRecall(0.8));
      double most = recall(store, null, defaults.withRecall(0.999));
      assertThat(less).as("seed %d", seed).isLessThanOrEqualTo(most);
      assertThat(least).as("seed %d", seed).isLessThan(most);
      assertThat(most).as("seed %d", seed).isGreaterThanOrEqualTo(0.999 - ALLOWED_BELOW);
    }
  }
}
