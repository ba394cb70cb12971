package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.internal.cluster.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: clusters that end in different states, an acknowledged write that is missing, a search
 * that fails while a cluster lives. Writers fight for the same few ids while each cluster in turn
 * is down, late, forgetful of its answers, or flaky, and while the store is closed and built again.
 */
@Timeout(120)
class FailoverChaosTest {
  private static final int CLUSTERS = 3;
  private static final int WRITERS = 6;
  private static final int IDS = 8;
  private static final int ROUNDS = 4;
  private static final Duration ROUND = Duration.ofMillis(1_200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final List<PlainEmbeddingStore> rows = new ArrayList<>();
  private final List<FaultyStore> clusters = new ArrayList<>();
  private final Map<String, Float> ofWriters = new ConcurrentHashMap<>();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger searches = new AtomicInteger();

  private FailoverEmbeddingStore open() {
    FailoverEmbeddingStoreBuilder builder =
        FailoverEmbeddingStore.builder()
            .timeout(Duration.ofMillis(900))
            .attemptTimeout(Duration.ofMillis(100))
            .probeInterval(Duration.ofMillis(10))
            .writes(WritePolicy.ALL)
            .handoffDirectory(directory);
    for (int i = 0; i < CLUSTERS; i++) {
      builder.cluster("c" + i, clusters.get(i));
    }
    return builder.build();
  }

  @Test
  void allEndEqualAndHoldWhatWasAcknowledged() throws Exception {
    long seed = Seed.next();
    for (int i = 0; i < CLUSTERS; i++) {
      rows.add(new PlainEmbeddingStore());
      clusters.add(new FaultyStore(rows.get(i)));
    }
    var random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      try (FailoverEmbeddingStore store = open()) {
        run(store, random);
        if (round == ROUNDS - 1) {
          Await.noProblem(PATIENCE, () -> unequal(store));
        }
      }
    }
    System.out.println(
        acknowledged + " acknowledged, " + failed + " failed, " + searches + " searches");
    assertThat(acknowledged.get()).isGreaterThan(100);
    ofWriters.forEach(
        (id, value) ->
            assertThat(rows.getFirst().vector(id).vector()[0])
                .as("last acknowledged of %s, by its only writer", id)
                .isGreaterThanOrEqualTo(value));
  }

  private String unequal(FailoverEmbeddingStore store) {
    boolean level = store.status().clusters().stream().allMatch(each -> each.queue() == 0);
    return level
            && rows.get(0).rows().equals(rows.get(1).rows())
            && rows.get(0).rows().equals(rows.get(2).rows())
        ? ""
        : store.status() + "\n" + rows.stream().map(PlainEmbeddingStore::rows).toList();
  }

  private void run(FailoverEmbeddingStore store, SplittableRandom random) throws Exception {
    var over = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int writer = 0; writer < WRITERS; writer++) {
        SplittableRandom own = random.split();
        String name = "w" + writer;
        running.add(threads.submit(() -> write(store, name, own, over)));
      }
      running.add(threads.submit(() -> search(store, over)));
      disturb(random);
      over.set(true);
      for (Future<?> each : running) {
        each.get();
      }
    }
  }

  /** One cluster is left alone at any time. */
  private void disturb(SplittableRandom random) {
    long end = System.nanoTime() + ROUND.toNanos();
    while (System.nanoTime() - end < 0) {
      int spared = random.nextInt(CLUSTERS);
      clusters.get(spared).suffer(FaultyStore.NONE);
      var opened = new CountDownLatch(1);
      for (int i = 0; i < CLUSTERS; i++) {
        if (i != spared) {
          clusters.get(i).suffer(fault(random, opened));
        }
      }
      Await.passes(Duration.ofMillis(random.nextInt(20, 150)));
      opened.countDown();
    }
    clusters.forEach(cluster -> cluster.suffer(FaultyStore.NONE));
  }

  private static FaultyStore.Fault fault(SplittableRandom random, CountDownLatch opened) {
    return switch (random.nextInt(5)) {
      case 0 -> FaultyStore.DOWN;
      case 1 -> FaultyStore.ANSWER_LOST;
      case 2 -> FaultyStore.lateUntil(opened);
      case 3 -> new Flaky(random.split());
      default -> FaultyStore.NONE;
    };
  }

  /** One call in five fails, before or after it is done. */
  private record Flaky(SplittableRandom random) implements FaultyStore.Fault {
    @Override
    public <T> T happen(Supplier<T> call) {
      int chance;
      synchronized (random) {
        chance = random.nextInt(10);
      }
      return switch (chance) {
        case 0 -> FaultyStore.DOWN.happen(call);
        case 1 -> FaultyStore.ANSWER_LOST.happen(call);
        default -> call.get();
      };
    }
  }

  private boolean write(
      FailoverEmbeddingStore store, String name, RandomGenerator random, AtomicBoolean over) {
    float value = ofWriters.getOrDefault(name, 1f);
    while (!over.get()) {
      value++;
      try {
        if (random.nextInt(3) == 0) {
          store.add(name, Embedding.from(new float[] {value, 1}));
          ofWriters.put(name, value);
        } else {
          shared(store, random, value);
        }
        acknowledged.incrementAndGet();
      } catch (QuiverException notAcknowledged) {
        failed.incrementAndGet();
      }
    }
    return true;
  }

  /** On ids that all writers fight for; the writers' own ones have no segment, so no filter. */
  private static void shared(FailoverEmbeddingStore store, RandomGenerator random, float value) {
    String id = "s" + random.nextInt(IDS);
    switch (random.nextInt(8)) {
      case 0 -> store.removeAll(List.of(id, "s" + random.nextInt(IDS)));
      case 1 -> store.removeAll(new IsEqualTo("group", random.nextInt(3)));
      default ->
          store.addAll(
              List.of(id, id + "x"),
              List.of(
                  Embedding.from(new float[] {value, 2}), Embedding.from(new float[] {value, 3})),
              List.of(segment(random), segment(random)));
    }
  }

  private static TextSegment segment(RandomGenerator random) {
    return TextSegment.from(
        "t" + random.nextInt(100), new Metadata().put("group", random.nextInt(3)));
  }

  private boolean search(FailoverEmbeddingStore store, AtomicBoolean over) {
    var request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(new float[] {1, 1}))
            .maxResults(3)
            .build();
    while (!over.get()) {
      store.search(request);
      searches.incrementAndGet();
    }
    return true;
  }
}
