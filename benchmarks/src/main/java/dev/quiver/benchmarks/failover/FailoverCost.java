package dev.quiver.benchmarks.failover;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.FailoverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The command that asks a healthy store, by itself and behind failover, in turns in one run. */
public final class FailoverCost {
  private static final int DIMENSION = 384;
  private static final int BATCH = 1_000;
  private static final int SEARCHES = 1_000;
  private static final int WRITES = 200;
  private static final int ROUNDS = 15;
  private static final long SEED = 1;

  private FailoverCost() {}

  /** Argument: how many records (100,000). */
  public static void main(String[] args) {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    var random = new SplittableRandom(SEED);
    try (QuiverEmbeddingStore plain = QuiverEmbeddingStore.builder().build();
        QuiverEmbeddingStore other = QuiverEmbeddingStore.builder().build();
        FailoverEmbeddingStore failover =
            FailoverEmbeddingStore.builder()
                .cluster("plain", plain)
                .cluster("other", other)
                .build()) {
      for (int done = 0; done < records; done += BATCH) {
        plain.addAll(vectors(random, Math.min(BATCH, records - done)));
      }
      plain.flush();
      List<Embedding> queries = vectors(random, SEARCHES);
      var direct = new double[ROUNDS];
      var behind = new double[ROUNDS];
      var directWrites = new double[ROUNDS];
      var behindWrites = new double[ROUNDS];
      search(plain, queries);
      search(failover, queries);
      for (int round = 0; round < ROUNDS; round++) {
        direct[round] = search(plain, queries);
        behind[round] = search(failover, queries);
        directWrites[round] = write(plain, queries);
        behindWrites[round] = write(failover, queries);
      }
      print("search", direct, behind);
      print("write", directWrites, behindWrites);
    }
  }

  private static List<Embedding> vectors(RandomGenerator random, int count) {
    var vectors = new ArrayList<Embedding>();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[DIMENSION];
      for (int j = 0; j < DIMENSION; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      vectors.add(Embedding.from(vector));
    }
    return vectors;
  }

  /** Microseconds for one. */
  private static double search(EmbeddingStore<TextSegment> store, List<Embedding> queries) {
    long began = System.nanoTime();
    for (Embedding query : queries) {
      store.search(EmbeddingSearchRequest.builder().queryEmbedding(query).maxResults(10).build());
    }
    return (System.nanoTime() - began) / 1e3 / queries.size();
  }

  /** Microseconds for one; the same records again and again. */
  private static double write(EmbeddingStore<TextSegment> store, List<Embedding> vectors) {
    long began = System.nanoTime();
    for (int i = 0; i < WRITES; i++) {
      store.add("written-" + i, vectors.get(i));
    }
    return (System.nanoTime() - began) / 1e3 / WRITES;
  }

  private static void print(String what, double[] direct, double[] behind) {
    double[] ratios = new double[ROUNDS];
    Arrays.setAll(ratios, round -> behind[round] / direct[round]);
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f us, behind failover %.1f us (medians of %d rounds); median ratio %.3f%n",
        what,
        median(direct),
        median(behind),
        ROUNDS,
        median(ratios));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
