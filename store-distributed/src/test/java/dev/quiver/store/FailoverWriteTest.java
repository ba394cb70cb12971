package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.comparison.IsGreaterThan;
import dev.quiver.store.FailoverStatus.Health;
import dev.quiver.store.error.HandoffFullException;
import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.error.WriteOutcomeUnknownException;
import dev.quiver.store.internal.cluster.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a write that is lost, half done, out of order, or acknowledged too early. */
@Timeout(60)
class FailoverWriteTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Embedding EAST = Embedding.from(new float[] {1, 0});
  private static final Embedding NORTH = Embedding.from(new float[] {0, 1});

  @TempDir Path directory;

  private final PlainEmbeddingStore westRows = new PlainEmbeddingStore();
  private final PlainEmbeddingStore eastRows = new PlainEmbeddingStore();
  private final FaultyStore west = new FaultyStore(westRows);
  private final FaultyStore east = new FaultyStore(eastRows);

  private FailoverEmbeddingStoreBuilder builder() {
    return FailoverEmbeddingStore.builder()
        .cluster("west", west)
        .cluster("east", east)
        .timeout(Duration.ofSeconds(2))
        .probeInterval(Duration.ofMillis(20))
        .writes(WritePolicy.ALL)
        .handoffDirectory(directory);
  }

  private void awaitLevel(FailoverEmbeddingStore store) {
    Await.noProblem(
        PATIENCE,
        () ->
            store.status().clusters().stream().allMatch(each -> each.queue() == 0)
                ? ""
                : "" + store.status());
    assertThat(westRows.rows()).isEqualTo(eastRows.rows());
  }

  @Test
  void everyClusterHasWhatWasAcknowledged() {
    try (FailoverEmbeddingStore store = builder().build()) {
      String id = store.add(EAST, TextSegment.from("text", new Metadata().put("n", 1L)));
      store.add("b", NORTH);
      assertThat(westRows.rows()).isEqualTo(eastRows.rows()).containsOnlyKeys(id, "b");
      store.removeAll(List.of("b"));
      store.removeAll(new IsGreaterThan("n", 0));
      assertThat(westRows.rows()).isEqualTo(eastRows.rows()).isEmpty();
    }
  }

  @Test
  void whatAClusterMissesWaitsForItAcrossARestart() {
    east.suffer(FaultyStore.DOWN);
    try (FailoverEmbeddingStore store = builder().build()) {
      store.add("a", EAST);
      store.addAll(
          List.of("b"),
          List.of(EAST),
          List.of(TextSegment.from("text", new Metadata().put("n", 1L))));
      store.add("a", NORTH);
      store.removeAll(new IsGreaterThan("n", 0));
      assertThat(westRows.rows()).containsOnlyKeys("a");
      assertThat(eastRows.rows()).isEmpty();
      assertThat(store.status().clusters().getLast().queue()).isEqualTo(4);
      assertThat(store.status().clusters().getLast().health()).isEqualTo(Health.BEHIND);
    }
    east.suffer(FaultyStore.NONE);
    try (FailoverEmbeddingStore store = builder().build()) {
      awaitLevel(store);
      assertThat(eastRows.vector("a")).isEqualTo(NORTH);
      store.add("c", EAST);
      assertThat(eastRows.rows()).containsKey("c");
    }
  }

  /** The attempt given up takes effect in the end, but before what was written later. */
  @Test
  void laterWritesWaitBehindAnAttemptThatWasGivenUp() {
    var opened = new CountDownLatch(1);
    try (FailoverEmbeddingStore store = builder().build()) {
      east.suffer(FaultyStore.lateUntil(opened));
      store.add("a", EAST);
      east.suffer(FaultyStore.NONE);
      int before = east.calls.get();
      store.add("a", NORTH);
      store.removeAll(List.of("b"));
      assertThat(east.calls).as("nothing goes past the attempt").hasValue(before);
      assertThat(eastRows.rows()).isEmpty();
      opened.countDown();
      awaitLevel(store);
      assertThat(eastRows.vector("a")).isEqualTo(NORTH);
    }
  }

  @Test
  void thePreferredClusterHangingDoesNotKeepWritesFromTheOthers() {
    var opened = new CountDownLatch(1);
    west.suffer(FaultyStore.lateUntil(opened));
    try (FailoverEmbeddingStore store = builder().build()) {
      store.add("a", EAST);
      long began = System.nanoTime();
      store.add("a", NORTH);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("its queue takes the next ones at once")
          .isLessThan(Duration.ofMillis(300));
      assertThat(eastRows.vector("a")).isEqualTo(NORTH);
      west.suffer(FaultyStore.NONE);
      opened.countDown();
      awaitLevel(store);
    }
  }

  /** It may have happened in one cluster, so it happens in all, and the caller is told. */
  @Test
  void anUnknownOutcomeIsCarriedThroughEverywhere() {
    west.suffer(FaultyStore.ANSWER_LOST);
    east.suffer(FaultyStore.DOWN);
    try (FailoverEmbeddingStore store = builder().retries(0).build()) {
      assertThatThrownBy(() -> store.add("a", EAST))
          .isInstanceOfSatisfying(
              WriteOutcomeUnknownException.class,
              failed -> assertThat(failed.unknown()).containsExactly("a"))
          .hasMessageContaining("west: connection reset")
          .hasMessageContaining("east: connection refused");
      west.suffer(FaultyStore.NONE);
      east.suffer(FaultyStore.NONE);
      awaitLevel(store);
      assertThat(eastRows.rows()).containsOnlyKeys("a");
    }
  }

  @Test
  void aClusterThatCouldNotStoreItIsNotAskedAgainAtOnce() {
    try (FailoverEmbeddingStore store = builder().build()) {
      var beforeItsQueue = new AtomicInteger();
      west.suffer(
          FaultyStore.refusing(
              "a",
              () -> {
                if (store.status().clusters().getFirst().queue() == 0) {
                  beforeItsQueue.incrementAndGet();
                }
              }));
      store.add("a", EAST);
      assertThat(eastRows.rows()).containsOnlyKeys("a");
      assertThat(beforeItsQueue).hasValue(1);
      west.suffer(FaultyStore.NONE);
      awaitLevel(store);
    }
  }

  @Test
  void whatTheFirstClusterRefusesGoesNowhere() {
    east.suffer(FaultyStore.DOWN);
    try (FailoverEmbeddingStore store = builder().build()) {
      assertThatThrownBy(() -> store.add("a", Embedding.from(new float[] {1, 2, 3})))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(store.status().clusters().getLast().queue()).isZero();
      assertThat(east.calls).hasValue(0);
    }
  }

  @Test
  void aFullQueueFailsWritesBeforeTheyAreBegun() {
    east.suffer(FaultyStore.DOWN);
    try (FailoverEmbeddingStore store = builder().maxHandoffBytes(1_000).build()) {
      int written = 0;
      while (written < 100) {
        int next = written;
        try {
          store.add("id " + next, EAST);
          written++;
        } catch (HandoffFullException full) {
          assertThat(full).hasMessageContaining("east must hold at most 1,000 bytes");
          break;
        }
      }
      assertThat(written).isBetween(5, 20);
      assertThat(westRows.rows()).hasSize(written);
      east.suffer(FaultyStore.NONE);
      awaitLevel(store);
      store.add("again", EAST);
    }
  }

  @Test
  void aQueueOfAClusterThatIsNotThereIsNotForgotten() {
    east.suffer(FaultyStore.DOWN);
    try (FailoverEmbeddingStore store = builder().build()) {
      store.add("a", EAST);
    }
    var other =
        FailoverEmbeddingStore.builder()
            .cluster("north", west)
            .writes(WritePolicy.ALL)
            .handoffDirectory(directory);
    assertThatThrownBy(other::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[north] only, but holds 1 for east");
  }

  @Test
  void writesToThePrimaryGoNowhereElse() {
    try (FailoverEmbeddingStore store = builder().writes(WritePolicy.PRIMARY).retries(0).build()) {
      store.add("a", EAST);
      west.suffer(FaultyStore.DOWN);
      assertThatThrownBy(() -> store.add("b", EAST))
          .isInstanceOf(WriteFailedException.class)
          .hasMessageContaining("west: connection refused");
      assertThat(eastRows.rows()).isEmpty();
    }
  }

  @Test
  void aClusterTooFarBehindDoesNotAnswer() {
    var query =
        dev.langchain4j.store.embedding.EmbeddingSearchRequest.builder()
            .queryEmbedding(EAST)
            .maxResults(1)
            .build();
    try (FailoverEmbeddingStore store = builder().maxLag(Duration.ZERO).retries(0).build()) {
      store.add("a", EAST);
      east.suffer(FaultyStore.DOWN);
      store.add("a", NORTH);
      Await.passes(Duration.ofMillis(5));
      west.suffer(FaultyStore.DOWN);
      assertThatThrownBy(() -> store.search(query))
          .hasMessageContaining("east: it must be at most 0 ms behind");
    }
  }
}
