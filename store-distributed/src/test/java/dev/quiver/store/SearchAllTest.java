package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many searches in one pass answer as the same searches one by one. */
@Timeout(120)
class SearchAllTest {
  private static final int DIMENSION = 16;
  private static final int RECORDS = 2_300; // above what is searched exactly

  @TempDir private Path directory;
  private final long seed = Seed.next();
  private final SplittableRandom random = new SplittableRandom(seed);

  private Embedding embedding() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embedding.from(vector);
  }

  private QuiverEmbeddingStore filled(QuiverEmbeddingStoreBuilder builder) {
    QuiverEmbeddingStore store = builder.build();
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int i = 0; i < RECORDS; i++) {
      ids.add("record-" + i);
      embeddings.add(embedding());
      segments.add(TextSegment.from(text(), new Metadata().put("tenant", "tenant-" + i % 7)));
    }
    store.addAll(ids, embeddings, segments);
    return store;
  }

  private String text() {
    return "word-" + random.nextInt(9) + " number-" + random.nextInt(900);
  }

  private List<EmbeddingSearchRequest> requests(int count) {
    var requests = new ArrayList<EmbeddingSearchRequest>();
    for (int i = 0; i < count; i++) {
      var request =
          EmbeddingSearchRequest.builder()
              .query(text())
              .queryEmbedding(embedding())
              .maxResults(1 + random.nextInt(20))
              .minScore(random.nextInt(3) == 0 ? 0.6 : 0.0);
      if (random.nextBoolean()) {
        request.filter(new IsEqualTo("tenant", "tenant-" + random.nextInt(8)));
      }
      requests.add(request.build());
    }
    return requests;
  }

  private void answersAsOneByOne(QuiverEmbeddingStore store) {
    List<EmbeddingSearchRequest> requests = requests(40);
    List<EmbeddingSearchResult<TextSegment>> together = store.searchAll(requests);
    assertThat(together).hasSameSizeAs(requests);
    for (int i = 0; i < requests.size(); i++) {
      assertThat(together.get(i).matches())
          .as("seed %d, request %d", seed, i)
          .isEqualTo(store.search(requests.get(i)).matches());
    }
  }

  @ParameterizedTest
  @EnumSource
  void overShardsAndReplicas(SearchMode mode) {
    try (var store = filled(TestStores.on(directory, 2, 4, 2).searchMode(mode))) {
      answersAsOneByOne(store);
    }
  }

  @ParameterizedTest
  @EnumSource
  void overTenantsThatLiveOnDifferentShards(SearchMode mode) {
    var builder = TestStores.on(directory, 2, 4, 1).partitionKey("tenant").searchMode(mode);
    try (var store = filled(builder)) {
      answersAsOneByOne(store);
    }
  }

  /** Nodes that are asked query by query, or list by list. */
  @Test
  void everyNodeIsAskedOnceAndOnceBeforeForWords() {
    var registry = new SimpleMeterRegistry();
    var builder = TestStores.on(directory, 3, 6, 1).searchMode(SearchMode.HYBRID);
    try (var store = filled(builder.meterRegistry(registry))) {
      EmbeddingSearchRequest bare = TestVectors.near(embedding(), 5);
      store.searchAll(
          requests(20)); // from now on it is known that the filters ask for what is there
      assertThat(asks(registry, () -> store.searchAll(requests(20)))).isEqualTo(2 * 3);
      assertThat(asks(registry, () -> store.search(requests(1).getFirst()))).isEqualTo(2 * 3);
      assertThat(asks(registry, () -> store.searchAll(List.of(bare, bare)))).isEqualTo(3);
      assertThat(asks(registry, () -> store.search(bare))).isEqualTo(3);
      var unknown = TextRequests.words("nowhere", 5);
      var byText = SearchOptions.defaults().withMode(SearchMode.TEXT);
      assertThat(asks(registry, () -> store.search(unknown, byText))).isEqualTo(3);
    }
  }

  private static int asks(SimpleMeterRegistry registry, Runnable search) {
    int before = asks(registry);
    search.run();
    return asks(registry) - before;
  }

  private static int asks(SimpleMeterRegistry registry) {
    return (int) registry.find("quiver.asks").counters().stream().mapToDouble(Counter::count).sum();
  }

  @Test
  void nothingAskedIsNothingAnswered() {
    try (var store = TestStores.on(directory, 1, 1, 1).build()) {
      assertThat(store.searchAll(List.of())).isEmpty();
      assertThat(store.searchAll(requests(3)))
          .hasSize(3)
          .allSatisfy(result -> assertThat(result.matches()).isEmpty());
    }
  }

  @Test
  void oneWrongRequestIsNamedAndNoneIsAnswered() {
    try (var store = filled(TestStores.on(directory, 1, 2, 1))) {
      EmbeddingSearchRequest right = requests(1).getFirst();
      var wrong =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(Embedding.from(new float[] {1, 2}))
              .maxResults(1)
              .build();
      assertThatThrownBy(() -> store.searchAll(List.of(right, wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("dimension 16")
          .hasMessageContaining("has 2");
      assertThatThrownBy(() -> store.searchAll(Arrays.asList(right, null)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("request 1 must not be null");
    }
  }

  @Test
  void aClosedStoreAnswersNothing() {
    var store = TestStores.on(directory, 1, 1, 1).build();
    store.close();
    assertThatThrownBy(() -> store.searchAll(requests(1)))
        .isInstanceOf(IllegalStateException.class);
  }
}
