package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.comparison.IsLessThan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is promised where there are too many records to look at each: numbers, ties and recall. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ManyRecordsTest {
  private static final int LIMIT = 50;
  private static final int EQUALS = 9_000;
  private static final int RECORDS = Integer.getInteger("quiver.records", 12_000);
  private static final int DIMENSION = 32;
  private static final int CLUSTERS = RECORDS / 100;
  private static final long SEED = Long.getLong("quiver.seed", 7);

  @TempDir Path directory;

  @Test
  void ofEqualScoresTheSmallestIdsAreFoundWhateverTheShards() {
    List<String> smallest = ids(LIMIT);
    for (int[] shape : new int[][] {{1, 1, 1}, {3, 4, 3}}) {
      try (var store =
          TestStores.on(directory.resolve("ties-" + shape[0]), shape[0], shape[1], shape[2])
              .durability(Durability.interval(Duration.ofSeconds(1)))
              .writeTimeout(Duration.ofMinutes(2))
              .routing(Routing.roundRobin())
              .build()) {
        var same = Embedding.from(new float[] {1, 2, 3, 4});
        store.addAll(ids(EQUALS), Collections.nCopies(EQUALS, same), null);
        for (int replica = 0; replica < 3; replica++) {
          assertThat(search(store, same, null)).containsExactlyElementsOf(smallest);
        }
      }
    }
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> String.format(Locale.ROOT, "id-%06d", i))
        .toList();
  }

  @Test
  void filtersOfEverySizeLeaveTheRightNumberAndTheNearest() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    List<float[]> centres = IntStream.range(0, CLUSTERS).mapToObj(i -> gaussian(random)).toList();
    List<String> ids = ids(RECORDS);
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int i = 0; i < RECORDS; i++) {
      embeddings.add(near(centres.get(random.nextInt(CLUSTERS)), random));
      segments.add(TextSegment.from("record", new Metadata().put("n", i)));
    }
    var plain = new PlainStore(Metric.COSINE);
    try (var store =
        TestStores.on(directory.resolve("filters"), 1, 2, 1)
            .durability(Durability.interval(Duration.ofSeconds(1)))
            .writeTimeout(Duration.ofMinutes(2))
            .build()) {
      store.addAll(ids, embeddings, segments);
      for (int i = 0; i < RECORDS; i++) {
        plain.put(ids.get(i), embeddings.get(i), segments.get(i));
      }
      for (int left : new int[] {0, 1, LIMIT - 1, LIMIT, 2_001, RECORDS / 10 * 9}) {
        var filter = new IsLessThan("n", left);
        int right = 0;
        int wanted = 0;
        for (int query = 0; query < 20; query++) {
          Embedding near = near(centres.get(random.nextInt(CLUSTERS)), random);
          List<String> truth =
              plain.search(near.vector(), LIMIT, 0, filter).stream()
                  .map(PlainStore.Ranked::id)
                  .toList();
          List<String> found = search(store, near, filter);
          assertThat(found).as("number of %d, seed %d", left, SEED).hasSameSizeAs(truth);
          wanted += truth.size();
          right += (int) found.stream().filter(truth::contains).count();
        }
        assertThat(right)
            .as("of %d nearest of %d", wanted, left)
            .isGreaterThanOrEqualTo(wanted * 95 / 100);
      }
    }
  }

  private static List<String> search(
      QuiverEmbeddingStore store, Embedding near, @Nullable IsLessThan filter) {
    return store
        .search(
            EmbeddingSearchRequest.builder()
                .queryEmbedding(near)
                .maxResults(LIMIT)
                .filter(filter)
                .build())
        .matches()
        .stream()
        .map(EmbeddingMatch::embeddingId)
        .toList();
  }

  private static float[] gaussian(RandomGenerator random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  private static Embedding near(float[] centre, RandomGenerator random) {
    float[] vector = gaussian(random);
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = centre[i] + 0.4f * vector[i];
    }
    return Embedding.from(vector);
  }
}
