package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.Z;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static dev.quiver.store.TextRequests.both;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import dev.quiver.store.internal.cache.TestRedis;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.cluster.ClusterInspection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A store with a result cache answers as one without, only sooner. */
@Timeout(120)
class CachedSearchTest {
  private static final CacheOptions MEMORY = CacheOptions.inMemory(1 << 20, Duration.ofHours(1));

  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  @TempDir private Path directory;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  private QuiverEmbeddingStore open(QuiverEmbeddingStoreBuilder builder) {
    return inspection.closeAfter(builder.meterRegistry(registry).build());
  }

  private QuiverEmbeddingStore inMemory() {
    return open(QuiverEmbeddingStore.builder().shards(2).cache(MEMORY));
  }

  private double count(String name) {
    return registry.get(name).counters().stream().mapToDouble(counter -> counter.count()).sum();
  }

  @Test
  void aSecondSearchThatAsksTheShardsAgain() {
    QuiverEmbeddingStore store = inMemory();
    store.addAll(List.of("x", "y"), List.of(X, Y), null);
    SearchReport first = store.explain(near(X, 2));
    SearchReport second = store.explain(near(X, 2));
    assertThat(first.cacheHit()).isFalse();
    assertThat(second.cacheHit()).isTrue();
    assertThat(second.coverage()).isEqualTo(1);
    assertThat(ids(store.search(near(X, 2)).matches())).containsExactly("x", "y");
    assertThat(registry.get("quiver.cache.loads").timer().count()).isEqualTo(1);
    assertThat(count("quiver.cache.hits")).isEqualTo(2);
    assertThat(count("quiver.cache.misses")).isEqualTo(1);
    assertThat(registry.get("quiver.cache.bytes").gauge().value()).isPositive();
  }

  @Test
  void anAnswerFromBeforeAWrite() {
    QuiverEmbeddingStore store = inMemory();
    for (int round = 0; round < 50; round++) {
      store.removeAll();
      assertThat(store.search(near(X, 3)).matches()).isEmpty();
      store.addAll(List.of("x", "y"), List.of(X, Y), null);
      assertThat(ids(store.search(near(X, 3)).matches())).containsExactly("x", "y");
      assertThat(ids(store.search(near(X, 3)).matches())).containsExactly("x", "y");
      store.removeAll(List.of("x"));
      assertThat(ids(store.search(near(X, 3)).matches())).containsExactly("y");
    }
  }

  @Test
  void requestsThatAreTakenForEachOther() {
    QuiverEmbeddingStore store = inMemory();
    store.addAll(
        List.of("x", "y", "z"),
        List.of(X, Y, Z),
        List.of(
            segment("x", Map.of("k", 1)),
            segment("y", Map.of("k", 2)),
            segment("z", Map.of("k", 3))));
    Filter one = MetadataFilterBuilder.metadataKey("k").isEqualTo(1);
    Filter two = MetadataFilterBuilder.metadataKey("k").isEqualTo(2);
    for (int round = 0; round < 2; round++) {
      assertThat(ids(store.search(near(X, 1)).matches())).containsExactly("x");
      assertThat(ids(store.search(near(X, 3)).matches())).containsExactly("x", "y", "z");
      assertThat(ids(store.search(near(Y, 1)).matches())).containsExactly("y");
      assertThat(ids(store.search(near(X, 3, one)).matches())).containsExactly("x");
      assertThat(ids(store.search(near(X, 3, two)).matches())).containsExactly("y");
      assertThat(ids(store.search(atLeast(0.9)).matches())).containsExactly("x");
      assertThat(store.explain(near(X, 3)).cacheHit()).isTrue();
    }
    assertThat(registry.get("quiver.cache.loads").timer().count()).isEqualTo(6);
  }

  /** What they rank by, and how well or how variously, is part of what is asked for. */
  @Test
  void requestsThatDifferOnlyInHowTheyAreRanked() {
    QuiverEmbeddingStore store = inMemory();
    store.addAll(
        List.of("x", "near x", "y"),
        List.of(X, TestVectors.vector(1, 0.1f, 0), Y),
        List.of(
            segment("a stone", Map.of()),
            segment("a bird", Map.of()),
            segment("birds and stones", Map.of())));
    SearchOptions plain = SearchOptions.defaults();
    SearchOptions byText = plain.withMode(SearchMode.TEXT);
    SearchOptions byBoth = plain.withMode(SearchMode.HYBRID);
    for (int round = 0; round < 2; round++) {
      boolean again = round > 0;
      assertThat(answer(store, "bird", plain, again)).containsExactly("x", "near x");
      assertThat(answer(store, "bird", byText, again)).containsExactlyInAnyOrder("near x", "y");
      assertThat(answer(store, "stone", byText, again)).containsExactlyInAnyOrder("x", "y");
      assertThat(answer(store, "bird", byBoth, again)).containsExactly("near x", "y");
      assertThat(answer(store, "stone", byBoth, again)).first().isEqualTo("x");
      assertThat(answer(store, "bird", plain.withMmrLambda(0.2), again)).containsExactly("x", "y");
      assertThat(answer(store, "bird", plain.withMmrLambda(1.0), again))
          .containsExactly("x", "near x");
      assertThat(answer(store, "bird", byBoth.withMmrLambda(1.0), again))
          .first()
          .isEqualTo("near x");
      for (double recall : new double[] {0.5, 0.9, 0.999}) {
        assertThat(answer(store, "bird", plain.withRecall(recall), again))
            .containsExactly("x", "near x");
      }
    }
    assertThat(registry.get("quiver.cache.loads").timer().count()).isEqualTo(11);
    assertThat(answer(store, "stone", plain, true))
        .as("a search by vector does not look at the words")
        .containsExactly("x", "near x");
  }

  /** Of a request for two, after making sure where its answer comes from. */
  private List<String> answer(
      QuiverEmbeddingStore store, String words, SearchOptions options, boolean fromCache) {
    var request =
        EmbeddingSearchRequest.builder().queryEmbedding(X).query(words).maxResults(2).build();
    double before = count("quiver.cache.hits");
    List<String> found = ids(store.search(request, options).matches());
    assertThat(count("quiver.cache.hits") - before)
        .as("found in the cache: %s under %s", words, options)
        .isEqualTo(fromCache ? 1 : 0);
    return found;
  }

  /** Where an older view would do, the answer would be of positions that nobody looks for. */
  @Test
  void anAnswerThatWouldDoButIsTooOldToBeKept() {
    QuiverEmbeddingStore store = inMemory();
    store.addAll(List.of("x", "y"), List.of(X, Y), null);
    SessionToken early = store.session();
    SearchOptions defaults = SearchOptions.defaults();
    List<SearchOptions> contentWithLess =
        List.of(
            defaults.withConsistency(Consistency.bounded(Duration.ofMinutes(1))),
            defaults.withConsistency(Consistency.session()).withSession(early));
    int round = 0;
    for (SearchOptions options : contentWithLess) {
      store.search(near(X, 9));
      store.addAll(List.of("z" + round++), List.of(Z), null);
      long loads = registry.get("quiver.cache.loads").timer().count();
      double hits = count("quiver.cache.hits");
      for (int again = 0; again < 2; again++) {
        assertThat(store.search(near(X, 9), options).matches()).hasSize(2 + round);
      }
      assertThat(registry.get("quiver.cache.loads").timer().count() - loads)
          .as("loads under %s", options)
          .isEqualTo(1);
      assertThat(count("quiver.cache.hits") - hits).as("hits under %s", options).isEqualTo(1);
    }
  }

  @Test
  void aBatchThatIsSearchedForAgainOrMixedUp() {
    QuiverEmbeddingStore store =
        open(QuiverEmbeddingStore.builder().shards(2).searchMode(SearchMode.HYBRID).cache(MEMORY));
    store.addAll(List.of("x", "y", "z"), List.of(X, Y, Z), texts("a stone", "a bird", "a cloud"));
    EmbeddingSearchRequest bird = both("bird", Y, 1);
    store.search(near(Y, 1));
    for (int round = 0; round < 3; round++) {
      assertThat(store.searchAll(List.of(near(X, 1), near(Y, 1), bird, near(Z, 1))))
          .map(result -> ids(result.matches()))
          .containsExactly(List.of("x"), List.of("y"), List.of("y"), List.of("z"));
    }
    assertThat(store.explain(near(X, 1)).cacheHit()).as("alone, after the batch").isTrue();
    assertThat(store.explain(bird).cacheHit()).as("the one by words as well").isTrue();
    assertThat(count("quiver.cache.misses")).isEqualTo(4);
    store.removeAll(List.of("x", "z"));
    assertThat(store.searchAll(List.of(near(X, 1), near(Y, 1))))
        .map(result -> ids(result.matches()))
        .containsExactly(List.of("y"), List.of("y"));
  }

  private static List<TextSegment> texts(String... texts) {
    return Arrays.stream(texts).map(TextSegment::from).toList();
  }

  private static EmbeddingSearchRequest atLeast(double score) {
    return EmbeddingSearchRequest.builder().queryEmbedding(X).maxResults(3).minScore(score).build();
  }

  @Test
  void aChangedResultThatChangesTheNext() {
    QuiverEmbeddingStore store = inMemory();
    store.addAll(List.of("x"), List.of(X), List.of(segment("x", Map.of("k", 1))));
    for (int round = 0; round < 3; round++) {
      EmbeddingMatch<TextSegment> match = store.search(near(X, 1)).matches().getFirst();
      assertThat(match.embedding()).isEqualTo(X);
      assertThat(match.embedded().metadata().toMap()).isEqualTo(Map.of("k", 1));
      Arrays.fill(match.embedding().vector(), 7);
      match.embedded().metadata().put("k", 9);
    }
  }

  @Test
  void anEqualSearchForEachOfAThousandCallers() throws Exception {
    QuiverEmbeddingStore store = inMemory();
    store.addAll(List.of("x", "y"), List.of(X, Y), null);
    var start = new CountDownLatch(1);
    var tasks = new ArrayList<FutureTask<List<String>>>();
    for (int i = 0; i < 1_000; i++) {
      var task =
          new FutureTask<>(
              () -> {
                start.await();
                return ids(store.search(near(X, 2)).matches());
              });
      tasks.add(task);
      Thread.ofVirtual().start(task);
    }
    start.countDown();
    for (FutureTask<List<String>> task : tasks) {
      assertThat(task.get()).containsExactly("x", "y");
    }
    assertThat(registry.get("quiver.cache.loads").timer().count()).isEqualTo(1);
  }

  @Test
  void aPartialAnswerThatIsKept() {
    QuiverEmbeddingStore store =
        open(
            TestStores.on(inspection.watch(directory), 3, 3, 1)
                .cache(MEMORY)
                .allowPartial(true)
                .searchTimeout(Duration.ofSeconds(5)));
    for (int i = 0; i < 30; i++) {
      store.addAll(List.of("id" + i), List.of(TestVectors.vector(1, i, 0)), null);
    }
    store.admin().stopNode("node-1");
    for (int round = 0; round < 3; round++) {
      SearchReport partial = store.explain(near(Y, 30));
      assertThat(partial.cacheHit()).isFalse();
      assertThat(partial.coverage()).isLessThan(1);
    }
    store.admin().startNode("node-1");
    Await.noProblem(
        Duration.ofSeconds(30),
        () -> store.search(near(Y, 30)).matches().size() == 30 ? "" : "not whole yet");
    assertThat(store.explain(near(Y, 30)).cacheHit()).isTrue();
  }

  @Test
  void everyConsistencyLevelFindsWhatAnotherOneKept() {
    QuiverEmbeddingStore store = inMemory();
    store.addAll(List.of("x", "y"), List.of(X, Y), null);
    SearchOptions defaults = SearchOptions.defaults();
    store.search(near(X, 2));
    for (Consistency level :
        List.of(
            Consistency.strong(),
            Consistency.session(),
            Consistency.bounded(Duration.ofSeconds(1)),
            Consistency.eventual())) {
      store.search(near(X, 2), defaults.withConsistency(level));
    }
    assertThat(registry.get("quiver.cache.loads").timer().count()).isEqualTo(1);
    assertThat(count("quiver.cache.hits")).isEqualTo(4);
  }

  /** The end of the log may be gone with it, and its positions may be given out again. */
  @Test
  void answersInRedisOfAnEarlierOpening() {
    try (TestRedis redis = TestRedis.open()) {
      CacheOptions options =
          CacheOptions.inRedis(redis.uri(), Duration.ofHours(1))
              .withRedisTimeout(Duration.ofSeconds(8));
      assertThat(hitAfterReopening(options, Durability.everyWrite(), "durable")).isTrue();
      assertThat(hitAfterReopening(options, Durability.interval(Duration.ofHours(1)), "loose"))
          .isFalse();
    }
  }

  private boolean hitAfterReopening(CacheOptions options, Durability durability, String folder) {
    var builder =
        QuiverEmbeddingStore.builder()
            .directory(inspection.watch(directory.resolve(folder)))
            .durability(durability)
            .cache(options);
    try (QuiverEmbeddingStore store = builder.build()) {
      store.addAll(List.of("x"), List.of(X), null);
      store.search(near(X, 1));
      Await.noProblem(
          Duration.ofSeconds(20),
          () -> store.explain(near(X, 1)).cacheHit() ? "" : "not in Redis yet");
    }
    try (QuiverEmbeddingStore store = builder.build()) {
      return store.explain(near(X, 1)).cacheHit();
    }
  }

  /** A position must never come to mean something else, whatever was lost with the log's end. */
  @Test
  void aTermThatIsUsedAgainAfterReopening() {
    var builder =
        QuiverEmbeddingStore.builder()
            .directory(inspection.watch(directory))
            .durability(Durability.interval(Duration.ofHours(1)));
    long last = 0;
    for (int opening = 0; opening < 3; opening++) {
      try (QuiverEmbeddingStore store = builder.build()) {
        store.addAll(List.of("x"), List.of(X), null);
        long term = store.session().positions().getFirst().term();
        assertThat(term).isGreaterThan(last);
        last = term;
        store.admin().stopNode("node-0");
      }
    }
  }

  @Test
  void aSearchThatFailsWithoutItsRedis() {
    TestRedis redis = TestRedis.open();
    redis.close();
    QuiverEmbeddingStore store =
        open(QuiverEmbeddingStore.builder().cache(MEMORY.andRedis(redis.uri())));
    store.addAll(List.of("x"), List.of(X), null);
    for (int i = 0; i < 3; i++) {
      assertThat(ids(store.search(near(X, 1)).matches())).containsExactly("x");
    }
    assertThat(count("quiver.cache.redis.errors")).isPositive();
  }
}
