package dev.quiver.benchmarks.failover;

import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.benchmarks.cache.Vectors;
import dev.quiver.benchmarks.store.Background;
import dev.quiver.store.FailoverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** The command that asks a healthy store, by itself and behind failover, in turns in one run. */
public final class FailoverCost {
  private static final int SEARCHES = 500;
  private static final int WRITES = 100;
  private static final int ROUNDS = 200;

  /** Fewer, and calls are measured that the JVM has yet to compile. */
  private static final int WARM_UP = 200;

  private static final long SEED = 1;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Microseconds a call: on the clock, and of the processors for all threads of this JVM. */
  private record Cost(double clock, double processor) {}

  private FailoverCost() {}

  /** Argument: how many records (100,000). */
  public static void main(String[] args) {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    var vectors = new Vectors(SEED);
    try (QuiverEmbeddingStore plain = QuiverEmbeddingStore.builder().build();
        QuiverEmbeddingStore other = QuiverEmbeddingStore.builder().build();
        FailoverEmbeddingStore failover =
            FailoverEmbeddingStore.builder()
                .cluster("plain", plain)
                .cluster("other", other)
                .timeout(Duration.ofMinutes(1))
                .build()) {
      vectors.fill(plain, records);
      plain.admin().compact();
      List<EmbeddingSearchRequest> queries = vectors.requests(SEARCHES);
      Background.settle(records, number -> plain.search(queries.get(number % SEARCHES)));
      compare("search", store -> search(store, queries), plain, failover);
      compare("write", store -> write(store, queries), plain, failover);
    }
  }

  /** Writes leave work behind for whoever comes next, so chance says who goes first. */
  private static void compare(
      String what,
      Function<EmbeddingStore<TextSegment>, Cost> calls,
      QuiverEmbeddingStore plain,
      FailoverEmbeddingStore failover) {
    var random = new SplittableRandom(SEED);
    var direct = new Cost[ROUNDS];
    var behind = new Cost[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      boolean plainFirst = random.nextBoolean();
      Cost first = calls.apply(plainFirst ? plain : failover);
      Cost second = calls.apply(plainFirst ? failover : plain);
      if (round >= 0) {
        direct[round] = plainFirst ? first : second;
        behind[round] = plainFirst ? second : first;
      }
    }
    print(what, direct, behind);
  }

  private static Cost search(
      EmbeddingStore<TextSegment> store, List<EmbeddingSearchRequest> requests) {
    return cost(requests, request -> search(store, request));
  }

  private static void search(EmbeddingStore<TextSegment> store, EmbeddingSearchRequest request) {
    if (store.search(request).matches().size() < request.maxResults()) {
      throw new IllegalStateException("the store with the records must answer, but another did");
    }
  }

  /** The same records again and again. */
  private static Cost write(
      EmbeddingStore<TextSegment> store, List<EmbeddingSearchRequest> requests) {
    var written = new AtomicInteger();
    return cost(
        requests.subList(0, WRITES),
        each -> store.add("written-" + written.getAndIncrement(), each.queryEmbedding()));
  }

  private static Cost cost(
      List<EmbeddingSearchRequest> each, Consumer<EmbeddingSearchRequest> call) {
    long began = System.nanoTime();
    long beganProcessor = SYSTEM.getProcessCpuTime();
    each.forEach(call);
    double calls = 1e3 * each.size();
    return new Cost(
        (System.nanoTime() - began) / calls, (SYSTEM.getProcessCpuTime() - beganProcessor) / calls);
  }

  /** Processor time is counted in steps too large for one round, so that is all rounds' mean. */
  private static void print(String what, Cost[] direct, Cost[] behind) {
    print(
        what + " by clock, medians",
        median(Arrays.stream(direct).mapToDouble(Cost::clock)),
        median(Arrays.stream(behind).mapToDouble(Cost::clock)));
    print(
        what + " by processor, means",
        Arrays.stream(direct).mapToDouble(Cost::processor).average().orElseThrow(),
        Arrays.stream(behind).mapToDouble(Cost::processor).average().orElseThrow());
  }

  private static void print(String what, double direct, double behind) {
    System.out.printf(
        Locale.ROOT,
        "%s of %d rounds: %.1f us, behind failover %.1f us; ratio %.3f%n",
        what,
        ROUNDS,
        direct,
        behind,
        behind / direct);
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
