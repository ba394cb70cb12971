package dev.quiver.benchmarks.failover;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.quiver.store.FailoverEmbeddingStore;
import dev.quiver.store.error.QuiverException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Writers and readers. Every writer counts in records of its own, which tell in the end whether the
 * newest acknowledged count is there, and fights with the others for the same few records.
 */
final class Load {
  private static final int DIMENSION = 32;
  private static final int OWN_IDS = 50;
  private static final int SHARED_IDS = 20;
  private static final int GROUPS = 5;

  final AtomicLong acknowledged = new AtomicLong();
  final AtomicLong unacknowledged = new AtomicLong();
  final AtomicLong searches = new AtomicLong();
  final AtomicLong failedSearches = new AtomicLong();
  final AtomicLong slowestSearchNanos = new AtomicLong();

  /** What ended a writer or a reader before its time. */
  final List<Throwable> unexpected = new CopyOnWriteArrayList<>();

  /** How long the first search begun after each kill took from the kill to its answer. */
  final List<Long> answersAfterKill = new CopyOnWriteArrayList<>();

  private final AtomicLong killed = new AtomicLong();

  /** The newest acknowledged count in each record that has one writer. */
  final Map<String, Integer> counts = new ConcurrentHashMap<>();

  private final FailoverEmbeddingStore store;
  private volatile boolean over;

  Load(FailoverEmbeddingStore store) {
    this.store = store;
  }

  /** A cluster has just been killed. */
  void killed() {
    killed.set(System.nanoTime());
  }

  void end() {
    over = true;
  }

  void write(int writer, SplittableRandom random) {
    int count = 0;
    while (!over) {
      count++;
      try {
        if (random.nextBoolean()) {
          String id = "w" + writer + "-" + random.nextInt(OWN_IDS);
          store.addAll(List.of(id), List.of(vector(random)), List.of(segment("own", count, -1)));
          counts.put(id, count);
        } else {
          writeShared(random, count);
        }
        acknowledged.incrementAndGet();
      } catch (QuiverException notAcknowledged) {
        unacknowledged.incrementAndGet();
      }
    }
  }

  private void writeShared(RandomGenerator random, int count) {
    String id = "s-" + random.nextInt(SHARED_IDS);
    switch (random.nextInt(10)) {
      case 0 -> store.removeAll(List.of(id));
      case 1 -> store.removeAll(new IsEqualTo("group", random.nextInt(GROUPS)));
      default ->
          store.addAll(
              List.of(id, id + "-twin"),
              List.of(vector(random), vector(random)),
              List.of(
                  segment("shared", count, random.nextInt(GROUPS)),
                  segment("twin", count, random.nextInt(GROUPS))));
    }
  }

  private static TextSegment segment(String text, int count, int group) {
    return TextSegment.from(text, new Metadata().put("count", count).put("group", group));
  }

  private static Embedding vector(RandomGenerator random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = 1 + random.nextFloat();
    }
    return Embedding.from(vector);
  }

  void read(SplittableRandom random) {
    while (!over) {
      long began = System.nanoTime();
      try {
        store.search(
            EmbeddingSearchRequest.builder().queryEmbedding(vector(random)).maxResults(5).build());
        long since = killed.get();
        if (since != 0 && began - since >= 0 && killed.compareAndSet(since, 0)) {
          answersAfterKill.add(System.nanoTime() - since);
        }
      } catch (QuiverException failed) {
        failedSearches.incrementAndGet();
        System.out.println("search failed: " + failed);
      }
      searches.incrementAndGet();
      slowestSearchNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
    }
  }
}
