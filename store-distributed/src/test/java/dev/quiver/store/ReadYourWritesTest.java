package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catches a write that returned and is not seen, and tokens that promise what they cannot keep. */
@Timeout(180)
final class ReadYourWritesTest {
  private static final int THREADS = 4;
  private static final int WRITES = 40;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void writeIsSeenByWhicheverThreadAsks(boolean strong) throws Exception {
    var level = strong ? Consistency.strong() : Consistency.session();
    try (var store =
            TestStores.on(directory, 3, 2, 3)
                .routing(Routing.roundRobin())
                .consistency(level)
                .durability(Durability.interval(Duration.ofMillis(50)))
                .build();
        var threads = Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().factory());
        var asker = Executors.newSingleThreadExecutor(Thread.ofPlatform().factory())) {
      List<Callable<Void>> writers =
          IntStream.range(0, THREADS)
              .mapToObj(
                  thread ->
                      (Callable<Void>)
                          () -> {
                            for (int i = 0; i < WRITES; i++) {
                              writeAndAsk(store, thread, i, asker::submit);
                            }
                            return null;
                          })
              .toList();
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get(100, TimeUnit.SECONDS);
      }
      assertThat(store.count()).isEqualTo(THREADS * WRITES / 2);
    }
  }

  private interface Asker {
    Future<?> submit(Callable<?> question);
  }

  /** Every second record is removed again. */
  private static void writeAndAsk(QuiverEmbeddingStore store, int thread, int i, Asker other)
      throws Exception {
    String id = thread + "-" + i;
    Embedding embedding = vector(1, thread, i);
    store.add(id, embedding);
    other
        .submit(
            () -> {
              assertThat(store.search(near(embedding, 200)).matches())
                  .anyMatch(match -> match.embeddingId().equals(id));
              return id;
            })
        .get(30, TimeUnit.SECONDS);
    if (i % 2 == 1) {
      store.remove(id);
      assertThat(store.search(near(embedding, 200)).matches())
          .noneMatch(match -> match.embeddingId().equals(id));
    }
  }

  @Test
  void tokenCarriesASessionOverTextAndRestart() {
    String carried;
    try (var store = TestStores.on(directory, 1, 2, 1).build()) {
      store.addAll(List.of("a", "b", "c"), List.of(X, X, X), null);
      carried = store.session().toString();
      assertThat(SessionToken.parse(carried)).isEqualTo(store.session());
    }
    try (var store = TestStores.on(directory, 1, 2, 1).build()) {
      var options =
          SearchOptions.defaults()
              .withConsistency(Consistency.session())
              .withSession(SessionToken.parse(carried));
      assertThat(store.search(near(X, 5), options).matches()).hasSize(3);
      store.add("d", X);
      assertThat(store.session().positions()).isNotEqualTo(SessionToken.parse(carried).positions());
    }
  }

  @Test
  void tokenOfAnotherCollectionIsRefused() {
    try (var store = TestStores.on(directory, 1, 1, 1).build();
        var other = TestStores.on(directory, 1, 1, 1).collection("other").build()) {
      store.add(X);
      other.add(X);
      var foreign =
          SearchOptions.defaults()
              .withConsistency(Consistency.session())
              .withSession(other.session());
      assertThatThrownBy(() -> store.search(near(X, 1), foreign))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("session must be one of collection default in incarnation ")
          .hasMessageEndingWith(", but was " + other.session());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1/x/0:0",
        "2/12345678-1234-1234-1234-123456789abc/0:0",
        "1/------------------------------------/0:0",
        "1/12345678-1234-1234-1234-123456789abc/0:99999999999999999999",
        "1/12345678-1234-1234-1234-123456789abc/"
      })
  void malformedTokenIsRefused(String text) {
    assertThatThrownBy(() -> SessionToken.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "session token must look like 1/<incarnation>/<term>:<index>,..., but was \""
                + text
                + "\"");
  }

  @Test
  void flushedWriteIsSeenAtEveryLevel() {
    try (var store =
        TestStores.on(directory, 3, 2, 3)
            .routing(Routing.roundRobin())
            .consistency(Consistency.eventual())
            .build()) {
      for (int round = 1; round <= 10; round++) {
        store.add(vector(1, round, 0));
        store.flush();
        for (int replica = 0; replica < 3; replica++) {
          assertThat(store.search(near(X, 50)).matches()).hasSize(round);
        }
      }
      var bounded =
          SearchOptions.defaults().withConsistency(Consistency.bounded(Duration.ofDays(1)));
      assertThat(store.search(near(X, 50), bounded).matches()).hasSize(10);
    }
  }
}
