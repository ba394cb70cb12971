package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreErrorContext;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreRequestContext;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreResponseContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches a store that answers after its end, hangs at it, or leaves calls hanging. */
@Timeout(180)
final class LifecycleTest {
  private static final List<Consumer<QuiverEmbeddingStore>> CALLS =
      List.of(
          store -> store.add(X),
          store -> store.addAll(List.of(), List.of(), null),
          store -> store.remove("a"),
          store -> store.removeAll(),
          store -> store.removeAll(List.of()),
          store -> store.removeAll(metadataKey("k").isEqualTo(1)),
          store -> store.search(near(X, 1)),
          store -> store.explain(near(X, 1)),
          store -> store.getAll(List.of("a")),
          store -> store.count(),
          store -> store.scan(null).close(),
          store -> store.flush(),
          store -> store.session(),
          store -> store.admin());

  @Test
  void closedStoreSaysSoAndClosesAgain() {
    QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().build();
    List<String> ids = IntStream.range(0, 1_200).mapToObj(i -> "id-" + i).toList();
    store.addAll(ids, ids.stream().map(id -> X).toList(), null);
    ClusterAdmin admin = store.admin();
    var pages = store.scan(null).iterator();
    pages.next();
    store.close();
    store.close();
    for (Consumer<QuiverEmbeddingStore> call : CALLS) {
      assertThatThrownBy(() -> call.accept(store))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("store of collection default is closed");
    }
    assertThatThrownBy(admin::status).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pages.forEachRemaining(match -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.searchAsync(near(X, 1)).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store.addAllAsync(List.of("a"), List.of(X), null).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void closeEndsRunningCallsWithinSeconds(@TempDir Path directory) throws Exception {
    QuiverEmbeddingStore store = TestStores.on(directory, 3, 3, 3).build();
    store.add(X);
    var running = new CountDownLatch(4);
    try (var threads = Executors.newFixedThreadPool(4, Thread.ofPlatform().factory())) {
      var ends =
          IntStream.range(0, 4)
              .mapToObj(thread -> threads.submit(() -> callUntilRefused(store, thread, running)))
              .toList();
      assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
      long started = System.nanoTime();
      store.close();
      for (var end : ends) {
        assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(15));
    }
  }

  private static Throwable callUntilRefused(
      QuiverEmbeddingStore store, int thread, CountDownLatch running) {
    for (int i = 0; ; i++) {
      try {
        if (thread % 2 == 0) {
          store.add(thread + "-" + i, Y);
        } else {
          store.search(near(X, 5));
        }
      } catch (RuntimeException refused) {
        return refused;
      }
      running.countDown();
    }
  }

  @Test
  void asynchronousCallsAnswer() {
    try (var store = QuiverEmbeddingStore.builder().build()) {
      store.addAllAsync(List.of("a", "b"), List.of(X, Y), null).join();
      assertThat(ids(store.searchAsync(near(Y, 1)).join().matches())).containsExactly("b");
      assertThatThrownBy(() -> store.addAllAsync(List.of("a"), List.of(), null).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void listenersHearOfRequestsAnswersAndErrors() {
    var heard = new ArrayList<String>();
    var listener =
        new EmbeddingStoreListener() {
          @Override
          public void onRequest(EmbeddingStoreRequestContext<?> context) {
            heard.add("request " + context.getClass().getSimpleName());
          }

          @Override
          public void onResponse(EmbeddingStoreResponseContext<?> context) {
            heard.add("response " + context.getClass().getSimpleName());
          }

          @Override
          public void onError(EmbeddingStoreErrorContext<?> context) {
            heard.add("error " + context.error().getMessage());
          }
        };
    try (var store = QuiverEmbeddingStore.builder().build()) {
      EmbeddingStore<?> listened = store.addListener(listener);
      listened.add("a", X);
      assertThat(listened.search(near(X, 1)).matches()).hasSize(1);
      assertThatThrownBy(() -> listened.add("", X)).isInstanceOf(IllegalArgumentException.class);
      listened.removeAll();
      assertThat(store.count()).isZero();
    }
    assertThat(heard)
        .containsExactly(
            "request Add",
            "response Add",
            "request Search",
            "response Search",
            "request Add",
            "error ids must not be null or blank, but id 0 is blank",
            "request RemoveAll",
            "response RemoveAll");
  }
}
