package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.FailoverStatus.Health;
import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.error.WriteOutcomeUnknownException;
import dev.quiver.store.internal.cluster.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Catches: a write to a store of Quiver's, made on its caller's thread, that outlasts its time,
 * ends otherwise than it is told, or is held against a cluster that is not to blame.
 */
@Timeout(60)
class QuiverBehindFailoverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Embedding EAST = Embedding.from(new float[] {1, 0});
  private static final Embedding NORTH = Embedding.from(new float[] {0, 1});

  private final QuiverEmbeddingStore rows =
      QuiverEmbeddingStore.builder().nodes(3).shards(1).replicas(3).dimension(2).build();

  @BeforeEach
  void fill() {
    rows.add("first", EAST);
  }

  @AfterEach
  void close() {
    rows.close();
  }

  private FailoverEmbeddingStoreBuilder builder() {
    return FailoverEmbeddingStore.builder()
        .cluster("west", rows)
        .probeInterval(Duration.ofMillis(20))
        .retries(0);
  }

  private void loseMajority() {
    rows.admin().stopNode("node-1");
    rows.admin().stopNode("node-2");
  }

  private void regainMajority() {
    rows.admin().startNode("node-1");
    rows.admin().startNode("node-2");
  }

  private static FailoverStatus.Cluster west(FailoverEmbeddingStore store) {
    return store.status().clusters().getFirst();
  }

  private static FutureTask<Void> add(FailoverEmbeddingStore store, String id) {
    return new FutureTask<>(
        () -> {
          store.add(id, NORTH);
          return null;
        });
  }

  @Test
  void aWriteKeepsToTheTimeOfAnAttemptAndCountsAsLate() {
    var notStored = new ArrayList<String>();
    try (FailoverEmbeddingStore store =
        builder()
            .attemptTimeout(Duration.ofMillis(50))
            .probeInterval(Duration.ofMinutes(1))
            .build()) {
      loseMajority();
      for (String id : new String[] {"a", "b"}) {
        assertThat(west(store).health()).isEqualTo(Health.UP);
        long began = System.nanoTime();
        assertThatThrownBy(() -> store.add(id, NORTH))
            .hasMessageContaining("west: ")
            .isInstanceOfSatisfying(
                WriteFailedException.class,
                failed -> {
                  assertThat(failed.stored()).isEmpty();
                  assertThat(failed.notStored().isEmpty() ? failed.unknown() : failed.notStored())
                      .containsExactly(id);
                  notStored.addAll(failed.notStored());
                });
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      }
      assertThat(west(store).health()).as("after two in a row").isNotEqualTo(Health.UP);
      assertThat(west(store).callsUnderWay()).isZero();
    }
    regainMajority();
    assertThat(rows.getAll(notStored)).isEmpty();
  }

  /** However many commands a call is cut into, and however soon each of them is acknowledged. */
  @Test
  void aLargeCallKeepsToTheTimeOfAnAttempt() {
    int count = 100_000;
    List<String> ids = IntStream.range(0, count).mapToObj(i -> "id " + i).toList();
    try (FailoverEmbeddingStore store =
        builder().attemptTimeout(Duration.ofMillis(20)).timeout(Duration.ofSeconds(1)).build()) {
      assertThatThrownBy(() -> store.addAll(ids, Collections.nCopies(count, NORTH), null))
          .isInstanceOf(WriteFailedException.class);
    }
    assertThat(rows.count()).as("stored of them").isLessThan(count);
  }

  /** Retries are made on the same thread, and what may be there already does no harm. */
  @Test
  void aWriteGoesOnWhenTheMajorityIsBack() throws Exception {
    try (FailoverEmbeddingStore store =
        builder()
            .attemptTimeout(Duration.ofMillis(500))
            .timeout(PATIENCE)
            .retries(20)
            .probeInterval(Duration.ofMinutes(1))
            .build()) {
      loseMajority();
      FutureTask<Void> added = add(store, "a");
      Thread.ofPlatform().start(added);
      Await.passes(Duration.ofMillis(600));
      regainMajority();
      added.get();
      assertThat(rows.count()).isEqualTo(2);
    }
  }

  @Test
  void interruptsAndWantOfPlacesAreNotHeldAgainstTheCluster() throws Exception {
    try (FailoverEmbeddingStore store =
        builder().maxCallsPerCluster(1).timeout(Duration.ofMinutes(1)).build()) {
      loseMajority();
      FutureTask<Void> first = add(store, "a");
      Thread writer = Thread.ofPlatform().start(first);
      Await.noProblem(PATIENCE, () -> west(store).callsUnderWay() == 1 ? "" : "not under way");
      FutureTask<Void> second = add(store, "b");
      Thread other = Thread.ofPlatform().start(second);
      Await.noProblem(PATIENCE, () -> other.getState() == Thread.State.TIMED_WAITING ? "" : "runs");

      other.interrupt();
      assertThatThrownBy(second::get)
          .cause()
          .isInstanceOfSatisfying(
              WriteFailedException.class,
              failed -> assertThat(failed.notStored()).containsExactly("b"));
      writer.interrupt();
      assertThatThrownBy(first::get).hasCauseInstanceOf(WriteFailedException.class);
      for (int i = 0; i < 10; i++) {
        FutureTask<Void> next = add(store, "next-" + i);
        Thread hurried = Thread.ofPlatform().start(next);
        hurried.interrupt();
        assertThatThrownBy(next::get).hasCauseInstanceOf(WriteFailedException.class);
      }
      assertThat(west(store).health()).isEqualTo(Health.UP);
      assertThat(west(store).callsUnderWay()).isZero();
    }
  }

  /**
   * An id without its partition is looked for in every shard, and gone from those that are there.
   */
  @Test
  void aRemovalThatMayBeDoneInPartIsNotSaidToBeUndone() {
    try (QuiverEmbeddingStore parted =
            QuiverEmbeddingStore.builder().nodes(2).shards(4).partitionKey("tenant").build();
        FailoverEmbeddingStore store =
            FailoverEmbeddingStore.builder()
                .cluster("west", parted)
                .attemptTimeout(Duration.ofMillis(200))
                .retries(0)
                .build()) {
      var segment = TextSegment.from("text", Metadata.from("tenant", "a"));
      parted.addAll(List.of("a"), List.of(EAST), List.of(segment));
      parted.admin().stopNode("node-1");
      assertThatThrownBy(() -> store.removeAll(List.of("a")))
          .isInstanceOf(WriteOutcomeUnknownException.class);
    }
  }

  @Test
  void everyWriteIsMadeOnce() {
    try (FailoverEmbeddingStore store = builder().build()) {
      store.add("a", NORTH);
      store.add("a", EAST);
      store.removeAll(List.of("first"));
      var all = EmbeddingSearchRequest.builder().queryEmbedding(EAST).maxResults(5).build();
      assertThat(store.search(all).matches())
          .singleElement()
          .satisfies(match -> assertThat(match.embeddingId()).isEqualTo("a"))
          .satisfies(match -> assertThat(match.score()).isEqualTo(1));
      assertThatThrownBy(() -> store.add("b", Embedding.from(new float[3])))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(west(store).health()).isEqualTo(Health.UP);
    }
  }
}
