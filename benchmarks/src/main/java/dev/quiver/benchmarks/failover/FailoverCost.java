package dev.quiver.benchmarks.failover;

import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.FailoverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/** The command that asks a healthy store, by itself and behind failover, in turns in one run. */
public final class FailoverCost {
  private static final int DIMENSION = 384;
  private static final int BATCH = 1_000;
  private static final int SEARCHES = 1_000;
  private static final int WRITES = 200;
  private static final int FOUND = 10;
  private static final int ROUNDS = 15;
  private static final int WARM_UP = 2;
  private static final long SEED = 1;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Microseconds a call: on the clock, and of the processors for all threads of this JVM. */
  private record Cost(double clock, double processor) {}

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
                .timeout(Duration.ofMinutes(1))
                .build()) {
      for (int done = 0; done < records; done += BATCH) {
        plain.addAll(vectors(random, Math.min(BATCH, records - done)));
      }
      plain.flush();
      List<Embedding> queries = vectors(random, SEARCHES);
      compare("search", store -> search(store, queries), plain, failover);
      compare("write", store -> write(store, queries), plain, failover);
    }
  }

  /** Writes leave work behind, so they are not mixed with searches, and who goes first changes. */
  private static void compare(
      String what,
      Function<EmbeddingStore<TextSegment>, Cost> calls,
      QuiverEmbeddingStore plain,
      FailoverEmbeddingStore failover) {
    var direct = new Cost[ROUNDS];
    var behind = new Cost[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      boolean plainFirst = round % 2 == 0;
      Cost first = calls.apply(plainFirst ? plain : failover);
      Cost second = calls.apply(plainFirst ? failover : plain);
      if (round >= 0) {
        direct[round] = plainFirst ? first : second;
        behind[round] = plainFirst ? second : first;
      }
    }
    print(what, direct, behind);
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

  private static Cost search(EmbeddingStore<TextSegment> store, List<Embedding> queries) {
    return cost(queries, query -> search(store, query));
  }

  private static void search(EmbeddingStore<TextSegment> store, Embedding query) {
    var request = EmbeddingSearchRequest.builder().queryEmbedding(query).maxResults(FOUND).build();
    if (store.search(request).matches().size() < FOUND) {
      throw new IllegalStateException("the store with the records must answer, but another did");
    }
  }

  /** The same records again and again. */
  private static Cost write(EmbeddingStore<TextSegment> store, List<Embedding> vectors) {
    var written = new AtomicInteger();
    return cost(
        vectors.subList(0, WRITES),
        vector -> store.add("written-" + written.getAndIncrement(), vector));
  }

  private static Cost cost(List<Embedding> each, Consumer<Embedding> call) {
    long began = System.nanoTime();
    long beganProcessor = SYSTEM.getProcessCpuTime();
    each.forEach(call);
    double calls = 1e3 * each.size();
    return new Cost(
        (System.nanoTime() - began) / calls, (SYSTEM.getProcessCpuTime() - beganProcessor) / calls);
  }

  private static void print(String what, Cost[] direct, Cost[] behind) {
    print(what + " by clock", direct, behind, Cost::clock);
    print(what + " by processor", direct, behind, Cost::processor);
  }

  private static void print(String what, Cost[] direct, Cost[] behind, ToDoubleFunction<Cost> of) {
    double[] ratios = new double[ROUNDS];
    Arrays.setAll(
        ratios, round -> of.applyAsDouble(behind[round]) / of.applyAsDouble(direct[round]));
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f us, behind failover %.1f us (medians of %d rounds); median ratio %.3f%n",
        what,
        median(Arrays.stream(direct).mapToDouble(of)),
        median(Arrays.stream(behind).mapToDouble(of)),
        ROUNDS,
        median(Arrays.stream(ratios)));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
