package dev.quiver.benchmarks.failover;

import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.benchmarks.aim.Aims;
import dev.quiver.benchmarks.cache.Vectors;
import dev.quiver.benchmarks.store.Background;
import dev.quiver.store.FailoverEmbeddingStore;
import dev.quiver.store.FailoverEmbeddingStoreBuilder;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.WritePolicy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
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

  /** What failover may cost a search, or a write to the first cluster: 5 % of it. */
  private static final double MOST = 1.05;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Microseconds a call: on the clock, and of the processors for all threads of this JVM. */
  private record Cost(double clock, double processor) {}

  private final Aims aims = new Aims();
  private final QuiverEmbeddingStore plain;

  private FailoverCost(QuiverEmbeddingStore plain) {
    this.plain = plain;
  }

  /** Argument: how many records (100,000). */
  public static void main(String[] args) throws IOException {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    var vectors = new Vectors(SEED);
    Path handoff = Files.createTempDirectory("quiver-failover-cost-");
    int exitCode;
    try (QuiverEmbeddingStore plain = QuiverEmbeddingStore.builder().build();
        QuiverEmbeddingStore other = QuiverEmbeddingStore.builder().build()) {
      vectors.fill(plain, records);
      plain.admin().compact();
      List<EmbeddingSearchRequest> queries = vectors.requests(SEARCHES);
      Background.settle(records, number -> plain.search(queries.get(number % SEARCHES)));
      var cost = new FailoverCost(plain);
      try (FailoverEmbeddingStore failover = over(plain, other).build()) {
        cost.compare("search", store -> search(store, queries), failover, cost::judged);
        cost.compare("write", store -> write(store, queries), failover, cost::judged);
      }
      try (FailoverEmbeddingStore both =
          over(plain, other).writes(WritePolicy.ALL).handoffDirectory(handoff).build()) {
        cost.compare("write to both", store -> write(store, queries), both, FailoverCost::text);
      }
      exitCode = cost.aims.exitCode();
    }
    FailoverDrill.delete(handoff);
    System.exit(exitCode);
  }

  private static FailoverEmbeddingStoreBuilder over(
      QuiverEmbeddingStore plain, QuiverEmbeddingStore other) {
    return FailoverEmbeddingStore.builder()
        .cluster("plain", plain)
        .cluster("other", other)
        .timeout(Duration.ofMinutes(1));
  }

  private String judged(double ratio) {
    return aims.atMost(ratio, MOST);
  }

  private static String text(double ratio) {
    return String.format(Locale.ROOT, "%.2f (no aim)", ratio);
  }

  /** Writes leave work behind for whoever comes next, so chance says who goes first. */
  private void compare(
      String what,
      Function<EmbeddingStore<TextSegment>, Cost> calls,
      FailoverEmbeddingStore failover,
      DoubleFunction<String> verdict) {
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
    print(what, direct, behind, verdict);
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
  private static void print(
      String what, Cost[] direct, Cost[] behind, DoubleFunction<String> verdict) {
    print(
        what + " by clock, medians",
        median(Arrays.stream(direct).mapToDouble(Cost::clock)),
        median(Arrays.stream(behind).mapToDouble(Cost::clock)),
        verdict);
    print(
        what + " by processor, means",
        Arrays.stream(direct).mapToDouble(Cost::processor).average().orElseThrow(),
        Arrays.stream(behind).mapToDouble(Cost::processor).average().orElseThrow(),
        FailoverCost::text);
  }

  private static void print(
      String what, double direct, double behind, DoubleFunction<String> verdict) {
    System.out.printf(
        Locale.ROOT,
        "%s of %d rounds: %.1f us, behind failover %.1f us; ratio %s%n",
        what,
        ROUNDS,
        direct,
        behind,
        verdict.apply(behind / direct));
  }

  private static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
