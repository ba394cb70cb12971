package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random writes, removals, searches, reopenings and node losses: one shard on one node, four shards
 * three times over, and a plain map must agree on every answer, bit for bit. {@code -Dquiver.seed=}
 * replays a run, {@code -Dquiver.operations=} makes it longer.
 */
class DifferentialTest {
  private static final int DIMENSION = 6;
  private static final int IDS = 400;
  private static final int OPERATIONS = Integer.getInteger("quiver.operations", 100);

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"COSINE,1", "DOT_PRODUCT,2", "EUCLIDEAN,3"})
  @Timeout(value = 40, unit = TimeUnit.MINUTES)
  void storesAgreeWithAMap(Metric metric, long seed) {
    long replayed = Long.getLong("quiver.seed", seed);
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(replayed);
    var plain = new PlainStore(metric);
    var one = new StoreUnderTest(directory.resolve("one"), metric, 1, 1, 1);
    var many = new StoreUnderTest(directory.resolve("many"), metric, 3, 4, 3);
    String last = "nothing yet";
    try (one;
        many) {
      for (int i = 0; i < OPERATIONS; i++) {
        last = i + ": " + step(random, plain, List.of(one, many), metric);
      }
      compare(random, plain, List.of(one, many), metric, null);
    } catch (AssertionError | RuntimeException failed) {
      throw new AssertionError(
          "replay with -Dquiver.seed=" + replayed + ", last step " + last + ": " + failed, failed);
    }
  }

  private static String step(
      RandomGenerator random, PlainStore plain, List<StoreUnderTest> stores, Metric metric) {
    int dice = random.nextInt(100);
    if (dice < 45) {
      return add(random, plain, stores, metric);
    }
    if (dice < 55) {
      List<String> ids = Stream.generate(() -> id(random)).limit(10).toList();
      plain.remove(ids);
      stores.forEach(store -> store.get().removeAll(ids));
      return "remove " + ids;
    }
    if (dice < 60) {
      Filter filter = RandomFilters.next(random, 2);
      plain.remove(filter);
      stores.forEach(store -> store.get().removeAll(filter));
      return "remove " + filter;
    }
    if (dice == 60) {
      plain.clear();
      stores.forEach(store -> store.get().removeAll());
      return "clear";
    }
    if (dice < 64) {
      stores.forEach(StoreUnderTest::reopen);
      return "reopen";
    }
    if (dice < 67) {
      int node = random.nextInt(3);
      stores.forEach(store -> store.stopOrStart(node));
      return "stop or start node " + node;
    }
    Filter filter = random.nextInt(4) == 0 ? null : RandomFilters.next(random, 3);
    compare(random, plain, stores, metric, filter);
    return "compare " + filter;
  }

  private static String add(
      RandomGenerator random, PlainStore plain, List<StoreUnderTest> stores, Metric metric) {
    int count = 1 + random.nextInt(30);
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int i = 0; i < count; i++) {
      ids.add(id(random));
      embeddings.add(Embedding.from(vector(random, metric)));
      segments.add(RandomSegments.next(random));
      plain.put(ids.get(i), embeddings.get(i), segments.get(i));
    }
    stores.forEach(store -> store.get().addAll(ids, embeddings, segments));
    return "add " + ids;
  }

  private static String id(RandomGenerator random) {
    int number = random.nextInt(IDS);
    return switch (number % 3) {
      case 0 -> "id-" + number;
      case 1 -> "\uD83D\uDE00" + number;
      default -> "\uFF5E" + number;
    };
  }

  /** Few distinct vectors, so that scores tie. */
  private static float[] vector(RandomGenerator random, Metric metric) {
    float[] vector = new float[DIMENSION];
    vector[random.nextInt(DIMENSION)] = 1;
    if (metric != Metric.DOT_PRODUCT) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += random.nextInt(3);
      }
    }
    return vector;
  }

  private static void compare(
      RandomGenerator random,
      PlainStore plain,
      List<StoreUnderTest> stores,
      Metric metric,
      @Nullable Filter filter) {
    float[] query = vector(random, metric);
    int limit = 1 + random.nextInt(40);
    double minScore = random.nextInt(3) == 0 ? 0.8 : 0;
    var request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(query))
            .maxResults(limit)
            .minScore(minScore)
            .filter(filter)
            .build();
    var expected = plain.search(query, limit, minScore, filter);
    List<String> ids = plain.ids(filter);
    for (StoreUnderTest store : stores) {
      List<EmbeddingMatch<TextSegment>> matches = store.get().search(request).matches();
      assertThat(matches.stream().map(m -> new PlainStore.Ranked(m.embeddingId(), m.score())))
          .as("search on %s with %s", store, filter)
          .containsExactlyElementsOf(expected);
      matches.forEach(match -> assertSame(match, plain));
      assertThat(filter == null ? store.get().count() : store.get().count(filter))
          .as("count on %s with %s", store, filter)
          .isEqualTo(ids.size());
      try (var scan = store.get().scan(filter)) {
        assertThat(scan.peek(match -> assertSame(match, plain)).map(EmbeddingMatch::embeddingId))
            .as("scan on %s with %s", store, filter)
            .containsExactlyElementsOf(ids);
      }
    }
  }

  private static void assertSame(EmbeddingMatch<TextSegment> match, PlainStore plain) {
    PlainStore.Row row = Objects.requireNonNull(plain.rows().get(match.embeddingId()));
    assertThat(match.embedding()).isEqualTo(row.embedding());
    assertThat(match.embedded()).isEqualTo(row.segment());
  }
}
