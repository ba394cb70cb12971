package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.MetadataFilterBuilder;
import dev.quiver.store.internal.cache.TestRedis;
import dev.quiver.store.internal.cluster.Await;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any store with a cache in front: invalidated by the writes made through it. */
@Timeout(60)
class CachedEmbeddingStoreTest {
  private static final CacheOptions MEMORY = CacheOptions.inMemory(1 << 20, Duration.ofHours(1));

  private static final QuiverEmbeddingStore REAL = QuiverEmbeddingStore.builder().build();

  private final CountedStore store = new CountedStore();
  private final CachedEmbeddingStore cached = CachedEmbeddingStore.of(store, MEMORY);

  @AfterEach
  void empty() {
    cached.close();
    REAL.removeAll();
  }

  @AfterAll
  static void close() {
    REAL.close();
  }

  /** A store that counts its searches and can be held up in the middle of one. */
  private static final class CountedStore implements EmbeddingStore<TextSegment> {
    private final AtomicInteger searches = new AtomicInteger();
    private volatile @Nullable CountDownLatch hold;

    @Override
    public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
      EmbeddingSearchResult<TextSegment> result = REAL.search(request);
      CountDownLatch held = hold;
      searches.incrementAndGet();
      if (held != null) {
        awaitQuietly(held);
      }
      return result;
    }

    @Override
    public CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(
        EmbeddingSearchRequest request) {
      return CompletableFuture.supplyAsync(() -> search(request), Thread::startVirtualThread);
    }

    private static void awaitQuietly(CountDownLatch latch) {
      try {
        if (!latch.await(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("was not let go");
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", interrupted);
      }
    }

    @Override
    public String add(Embedding embedding) {
      return REAL.add(embedding);
    }

    @Override
    public void add(String id, Embedding embedding) {
      REAL.add(id, embedding);
    }

    @Override
    public String add(Embedding embedding, TextSegment segment) {
      return REAL.add(embedding, segment);
    }

    @Override
    public List<String> addAll(List<Embedding> embeddings) {
      return REAL.addAll(embeddings);
    }

    @Override
    public void addAll(
        List<String> ids, List<Embedding> embeddings, @Nullable List<TextSegment> segments) {
      REAL.addAll(ids, embeddings, segments);
    }

    @Override
    public void removeAll(Collection<String> ids) {
      REAL.removeAll(ids);
    }

    @Override
    public void removeAll(Filter filter) {
      REAL.removeAll(filter);
    }

    @Override
    public void removeAll() {
      REAL.removeAll();
    }
  }

  private List<String> found() {
    return ids(cached.search(near(X, 9)).matches());
  }

  @Test
  void aRepeatedSearchThatReachesTheStore() {
    cached.add("x", X);
    assertThat(found()).containsExactly("x");
    assertThat(found()).containsExactly("x");
    assertThat(store.searches).hasValue(1);
  }

  @Test
  void anAnswerFromBeforeAnyKindOfWrite() {
    List<Runnable> writes =
        List.of(
            () -> cached.add(X),
            () -> cached.add("x", X),
            () -> cached.add(X, segment("t", Map.of("k", 1))),
            () -> cached.addAll(List.of(X)),
            () -> cached.addAll(List.of(X), List.of(segment("t", Map.of("k", 1)))),
            () -> cached.addAll(List.of("y"), List.of(Y), List.of(segment("t", Map.of("k", 2)))),
            () -> cached.remove("x"),
            () -> cached.removeAll(List.of("y")),
            () -> cached.removeAll(MetadataFilterBuilder.metadataKey("k").isEqualTo(1)),
            () -> cached.removeAll());
    for (Runnable write : writes) {
      found();
      write.run();
      assertThat(found()).isEqualTo(ids(REAL.search(near(X, 9)).matches()));
    }
    assertThat(store.searches).hasValue(1 + writes.size());
  }

  @Test
  void aWriteThatFailedHalfway() {
    cached.add("x", X);
    found();
    assertThatThrownBy(() -> cached.addAll(List.of("a", "b"), List.of(X), null))
        .isInstanceOf(IllegalArgumentException.class);
    found();
    assertThat(store.searches).hasValue(2);
  }

  @Test
  void aSlowSearchThatBringsBackWhatAWriteReplaced() throws Exception {
    cached.add("x", X);
    var hold = new CountDownLatch(1);
    store.hold = hold;
    var slow = new FutureTask<>(this::found);
    Thread.ofVirtual().start(slow);
    Await.noProblem(Duration.ofSeconds(20), () -> store.searches.get() == 1 ? "" : "not begun");
    store.hold = null;
    cached.add("y", Y);
    hold.countDown();
    assertThat(slow.get()).containsExactly("x");
    assertThat(found()).containsExactly("x", "y");
  }

  @Test
  void aChangedResultThatChangesTheNext() {
    cached.addAll(List.of("x"), List.of(X), List.of(segment("x", Map.of("k", 1))));
    for (int round = 0; round < 3; round++) {
      EmbeddingMatch<TextSegment> match = cached.search(near(X, 1)).matches().getFirst();
      assertThat(match.embedding()).isEqualTo(X);
      assertThat(match.embedded().metadata().toMap()).isEqualTo(Map.of("k", 1));
      Arrays.fill(match.embedding().vector(), 7);
      match.embedded().metadata().put("k", 9);
    }
    assertThat(store.searches).hasValue(1);
  }

  private static List<String> joined(
      CompletableFuture<EmbeddingSearchResult<TextSegment>> searching) {
    return ids(searching.orTimeout(20, TimeUnit.SECONDS).join().matches());
  }

  @Test
  void anAsynchronousSearchThatReachesTheStoreAgainOrIsOutdated() {
    cached.add("x", X);
    for (int round = 0; round < 3; round++) {
      assertThat(joined(cached.searchAsync(near(X, 9)))).containsExactly("x");
    }
    assertThat(found()).as("what an asynchronous search kept").containsExactly("x");
    assertThat(store.searches).hasValue(1);
    assertThat(joined(cached.searchAsync(near(Y, 9)))).containsExactly("x");
    assertThat(joined(cached.searchAsync(near(X, 8)))).containsExactly("x");
    assertThat(store.searches).as("other requests").hasValue(3);

    cached.add("y", Y);
    assertThat(joined(cached.searchAsync(near(X, 9)))).containsExactly("x", "y");
    cached.removeAll(List.of("x"));
    assertThat(joined(cached.searchAsync(near(X, 9)))).containsExactly("y");
    assertThat(store.searches).as("after each write").hasValue(5);
    assertThat(joined(cached.searchAsync(near(X, 9)))).containsExactly("y");
    assertThat(store.searches).hasValue(5);
  }

  @Test
  void equalAsynchronousSearchesAroundAWriteThatSeeWhatTheyMustNot() {
    cached.addAll(List.of("x"), List.of(X), List.of(segment("x", Map.of("k", 1))));
    var hold = new CountDownLatch(1);
    store.hold = hold;
    var early = Stream.generate(() -> cached.searchAsync(near(X, 9))).limit(50).toList();
    Await.noProblem(Duration.ofSeconds(20), () -> store.searches.get() > 0 ? "" : "not begun");
    store.hold = null;
    cached.add("y", Y);
    var late = Stream.generate(() -> cached.searchAsync(near(X, 9))).limit(50).toList();
    late.forEach(next -> assertThat(joined(next)).containsExactly("x", "y"));
    hold.countDown();
    early.forEach(next -> assertThat(joined(next)).startsWith("x"));
    assertThat(joined(cached.searchAsync(near(X, 9)))).as("kept").containsExactly("x", "y");
    assertThat(found()).as("kept").containsExactly("x", "y");
  }

  @Test
  void aResultOfAnAsynchronousSearchThatChangesTheNext() {
    cached.addAll(List.of("x"), List.of(X), List.of(segment("x", Map.of("k", 1))));
    for (int round = 0; round < 3; round++) {
      var both = List.of(cached.searchAsync(near(X, 1)), cached.searchAsync(near(X, 1)));
      for (var searching : both) {
        EmbeddingMatch<TextSegment> match =
            searching.orTimeout(20, TimeUnit.SECONDS).join().matches().getFirst();
        assertThat(match.embedding()).isEqualTo(X);
        assertThat(match.embedded().metadata().toMap()).isEqualTo(Map.of("k", 1));
        Arrays.fill(match.embedding().vector(), 7);
        match.embedded().metadata().put("k", 9);
      }
    }
  }

  @Test
  void anAnswerThatOutlivesItsTime() {
    try (var brief =
        CachedEmbeddingStore.of(store, CacheOptions.inMemory(1 << 20, Duration.ofMillis(200)))) {
      brief.search(near(X, 1));
      REAL.add("x", X);
      Await.passes(Duration.ofMillis(250));
      assertThat(ids(brief.search(near(X, 1)).matches())).containsExactly("x");
    }
  }

  @Test
  void answersOfAnotherStoreOnTheSameRedis() {
    try (TestRedis redis = TestRedis.open();
        var other = QuiverEmbeddingStore.builder().build()) {
      CacheOptions options =
          CacheOptions.inRedis(redis.uri(), Duration.ofHours(1))
              .withRedisTimeout(Duration.ofSeconds(8));
      try (var mine = CachedEmbeddingStore.of(store, options);
          var theirs = CachedEmbeddingStore.of(other, options)) {
        mine.add("x", X);
        theirs.add("y", X);
        for (int i = 0; i < 20; i++) {
          assertThat(ids(mine.search(near(X, 1)).matches())).containsExactly("x");
          assertThat(ids(theirs.search(near(X, 1)).matches())).containsExactly("y");
        }
      }
    }
  }
}
