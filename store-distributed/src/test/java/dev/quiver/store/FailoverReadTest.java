package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.FailoverStatus.Health;
import dev.quiver.store.error.NoClusterAvailableException;
import dev.quiver.store.internal.cluster.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Catches: a search that fails, or waits too long, though a cluster could have answered it. */
@Timeout(60)
class FailoverReadTest {
  private static final Duration TIMEOUT = Duration.ofMillis(600);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Embedding EAST = Embedding.from(new float[] {1, 0});

  private final PlainEmbeddingStore westRows = new PlainEmbeddingStore();
  private final PlainEmbeddingStore eastRows = new PlainEmbeddingStore();
  private final FaultyStore west = new FaultyStore(westRows);
  private final FaultyStore east = new FaultyStore(eastRows);

  @BeforeEach
  void fill() {
    westRows.add("of west", EAST);
    eastRows.add("of east", EAST);
  }

  private FailoverEmbeddingStoreBuilder builder() {
    return FailoverEmbeddingStore.builder()
        .cluster("west", west)
        .cluster("east", east)
        .timeout(TIMEOUT)
        .probeInterval(Duration.ofMillis(20));
  }

  private static EmbeddingSearchRequest request() {
    return EmbeddingSearchRequest.builder().queryEmbedding(EAST).maxResults(1).build();
  }

  private static String ask(FailoverEmbeddingStore store) {
    return store.search(request()).matches().getFirst().embeddingId();
  }

  private static Health health(FailoverEmbeddingStore store, int cluster) {
    return store.status().clusters().get(cluster).health();
  }

  @Test
  void thePreferredClusterAnswersWhileItCan() {
    try (FailoverEmbeddingStore store = builder().build()) {
      assertThat(ask(store)).isEqualTo("of west");
      west.suffer(FaultyStore.DOWN);
      assertThat(ask(store)).isEqualTo("of east");
      west.suffer(FaultyStore.NONE);
      assertThat(ask(store)).isEqualTo("of west");
      assertThat(east.calls).hasValue(1);
    }
  }

  @Test
  void aDownClusterIsLeftAloneAndComesBackByProbes() {
    LogLines lines = LogLines.of("dev.quiver.store.failover");
    try (FailoverEmbeddingStore store = builder().build()) {
      west.suffer(FaultyStore.DOWN);
      for (int i = 0; i < 10; i++) {
        assertThat(ask(store)).isEqualTo("of east");
      }
      assertThat(health(store, 0)).isNotEqualTo(Health.UP);
      assertThat(store.status().clusters().getFirst().problem()).contains("connection refused");
      int calls = west.calls.get();
      Await.noProblem(PATIENCE, () -> west.calls.get() > calls + 3 ? "" : "no probes");
      west.suffer(FaultyStore.NONE);
      Await.noProblem(PATIENCE, () -> health(store, 0) == Health.UP ? "" : "" + store.status());
      assertThat(ask(store)).isEqualTo("of west");
    }
    assertThat(lines.stop().stream().filter(line -> !line.contains("probation")))
        .as("one line for each change")
        .satisfiesExactly(
            line -> assertThat(line).contains("west is down", "connection refused"),
            line -> assertThat(line).contains("west is up again"));
  }

  @Test
  void aHangingClusterCostsOneAttemptAndHoldsABoundedNumberOfThreads() throws Exception {
    var opened = new CountDownLatch(1);
    west.suffer(FaultyStore.lateUntil(opened));
    try (FailoverEmbeddingStore store =
            builder().timeout(Duration.ofSeconds(3)).maxCallsPerCluster(5).build();
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      long began = System.nanoTime();
      assertThat(ask(store)).isEqualTo("of east");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
      var answers = new ArrayList<Future<String>>();
      for (int i = 0; i < 200; i++) {
        answers.add(callers.submit(() -> ask(store)));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo("of east");
      }
      assertThat(store.status().clusters().getFirst().callsUnderWay()).isLessThanOrEqualTo(5);
      opened.countDown();
      Await.noProblem(
          PATIENCE,
          () -> store.status().clusters().getFirst().callsUnderWay() == 0 ? "" : "still there");
    }
  }

  @Test
  void aClientThatConnectsWhenItIsMadeIsMadeByTheFirstCallThatCan() {
    var attempts = new AtomicInteger();
    var up = new AtomicBoolean();
    QuiverEmbeddingStore made = QuiverEmbeddingStore.builder().build();
    made.add("of west", EAST);
    Supplier<EmbeddingStore<TextSegment>> opener =
        () -> {
          attempts.incrementAndGet();
          if (!up.get()) {
            throw new IllegalArgumentException("unknown host west.example");
          }
          return made;
        };
    try (FailoverEmbeddingStore store =
        FailoverEmbeddingStore.builder()
            .cluster("west", opener)
            .cluster("east", east)
            .probeInterval(Duration.ofMillis(20))
            .build()) {
      assertThat(attempts).as("attempts before the first call").hasValue(0);
      assertThat(ask(store)).isEqualTo("of east");
      assertThat(attempts.get()).isPositive();
      up.set(true);
      Await.noProblem(PATIENCE, () -> ask(store).equals("of west") ? "" : "" + store.status());
      int last = attempts.get();
      assertThat(ask(store)).isEqualTo("of west");
      assertThat(attempts).hasValue(last);
    }
    assertThatThrownBy(made::count)
        .as("what the opener made is closed")
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStoreOfQuiversKeepsToTheTimeOfAnAttempt() {
    try (QuiverEmbeddingStore rows = QuiverEmbeddingStore.builder().build();
        FailoverEmbeddingStore store =
            FailoverEmbeddingStore.builder()
                .cluster("west", rows)
                .attemptTimeout(Duration.ofMillis(2))
                .probeInterval(Duration.ofMinutes(1))
                .retries(0)
                .build()) {
      rows.addAll(
          IntStream.range(0, 20_000).mapToObj(i -> Embedding.from(new float[] {1, i})).toList());
      var all = EmbeddingSearchRequest.builder().queryEmbedding(EAST).maxResults(20_000).build();
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThat(health(store, 0)).isEqualTo(Health.UP);
        assertThatThrownBy(() -> store.search(all))
            .isInstanceOf(NoClusterAvailableException.class)
            .hasMessageContaining("west")
            .hasMessageContaining("took longer than");
      }
      assertThat(health(store, 0)).isNotEqualTo(Health.UP);
      assertThat(store.status().clusters().getFirst().callsUnderWay()).isZero();
    }
  }

  @Test
  void aStoreOfQuiversThatIsClosedIsPassedOver() {
    QuiverEmbeddingStore closed = QuiverEmbeddingStore.builder().build();
    closed.close();
    try (FailoverEmbeddingStore store =
        FailoverEmbeddingStore.builder().cluster("closed", closed).cluster("east", east).build()) {
      assertThat(ask(store)).isEqualTo("of east");
    }
  }

  @Test
  void ifAllAreDownTheExceptionSaysWhyOfEach() {
    west.suffer(FaultyStore.DOWN);
    east.suffer(FaultyStore.lateUntil(new CountDownLatch(1)));
    try (FailoverEmbeddingStore store = builder().retries(0).build()) {
      assertThatThrownBy(() -> ask(store))
          .isInstanceOf(NoClusterAvailableException.class)
          .hasMessageContaining("west: connection refused")
          .hasMessageContaining("east: the attempt took longer");
    }
  }

  /** They answer again while the caller waits: another round finds them. */
  @Test
  void retriesHelpWhereAFailurePasses() {
    var failures = new CountDownLatch(4);
    var passing =
        new FaultyStore.Fault() {
          @Override
          public <T> T happen(java.util.function.Supplier<T> call) {
            if (failures.getCount() > 0) {
              failures.countDown();
              throw new IllegalStateException("too many requests");
            }
            return call.get();
          }
        };
    west.suffer(passing);
    east.suffer(passing);
    try (FailoverEmbeddingStore store = builder().retries(2).build()) {
      assertThat(ask(store)).isEqualTo("of west");
    }
  }

  @Test
  void aCallersMistakeIsNeitherRetriedNorHeldAgainstTheCluster() {
    try (FailoverEmbeddingStore store = builder().build()) {
      for (int i = 0; i < 30; i++) {
        assertThatThrownBy(
                () -> store.addAll(List.of("a"), List.of(Embedding.from(new float[3])), null))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(health(store, 0)).isEqualTo(Health.UP);
      assertThat(west.calls).hasValue(30);
      assertThat(east.calls).hasValue(0);
    }
  }

  @Test
  void closingEndsTheCallsUnderWay() throws Exception {
    west.suffer(FaultyStore.lateUntil(new CountDownLatch(1)));
    east.suffer(FaultyStore.lateUntil(new CountDownLatch(1)));
    FailoverEmbeddingStore store = builder().timeout(Duration.ofSeconds(4)).build();
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = callers.submit(() -> ask(store));
      Await.noProblem(PATIENCE, () -> west.calls.get() == 1 ? "" : "not asked yet");
      store.close();
      store.close();
      assertThatThrownBy(answer::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> ask(store)).isInstanceOf(IllegalStateException.class);
  }
}
