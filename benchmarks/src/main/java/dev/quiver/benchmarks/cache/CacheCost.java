package dev.quiver.benchmarks.cache;

import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.benchmarks.aim.Aims;
import dev.quiver.benchmarks.store.Background;
import dev.quiver.store.CacheOptions;
import dev.quiver.store.QuiverEmbeddingStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The command that compares hits with misses, and misses with searches where there is no cache: one
 * thread, one store after the other over the same files, round after round, so that what slows the
 * machine down for a while slows all of them.
 */
public final class CacheCost {
  private static final int DEFAULT_RECORDS = 100_000;
  private static final int DEFAULT_ROUNDS = 7;
  private static final int QUERIES = 2_000;

  /** More, because one takes microseconds. */
  private static final int HITS = 40_000;

  private static final int WARM_UP = 500;
  private static final int HOT = 200;

  /** More than a cache in Redis takes before it thinks that nothing is asked twice. */
  private static final int IN_VAIN = 16_000;

  private static final double HIT_SPEED_UP = 20;

  /** What a cache that never helps may cost: 5 % of a search. */
  private static final double MOST_IN_VAIN = 1.05;

  private static final Duration TTL = Duration.ofHours(1);

  /** What is measured. */
  private enum What {
    NO_CACHE,
    MISS_IN_MEMORY,
    MISS_IN_BOTH,
    /** After so many misses that Redis is only asked now and then. */
    MISS_AGAIN,
    HIT_IN_MEMORY,
    HIT_IN_REDIS
  }

  /** Microseconds a search: on the clock, and of the processors for all threads of this JVM. */
  private record Cost(double clock, double processor) {}

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Aims aims = new Aims();
  private final Vectors vectors = new Vectors(1);
  private final Map<What, List<Cost>> costs = new EnumMap<>(What.class);

  private CacheCost() {}

  /** Arguments: records (100,000); rounds (7). */
  public static void main(String[] args) throws IOException {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_RECORDS;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_ROUNDS;
    Path directory = Files.createTempDirectory("quiver-cache-cost-");
    var cost = new CacheCost();
    try (LocalRedis redis = LocalRedis.open()) {
      try (QuiverEmbeddingStore store = open(directory, null)) {
        cost.vectors.fill(store, records);
        store.admin().compact();
      }
      for (int round = 0; round <= rounds; round++) {
        cost.round(directory, redis, round == 0);
      }
    }
    cost.print(records, rounds);
    Application.delete(directory);
    System.exit(cost.aims.exitCode());
  }

  /** At rest: a store just opened measures its searches anew. */
  private static QuiverEmbeddingStore open(Path directory, @Nullable CacheOptions cache) {
    var builder = QuiverEmbeddingStore.builder().directory(directory);
    QuiverEmbeddingStore store = cache == null ? builder.build() : builder.cache(cache).build();
    Background.awaitIdle();
    return store;
  }

  private void round(Path directory, LocalRedis redis, boolean warmUp) {
    CacheOptions memory = CacheOptions.inMemory(64 << 20, TTL);
    Duration patient = Duration.ofSeconds(1);
    try (QuiverEmbeddingStore store = open(directory, null)) {
      measure(What.NO_CACHE, store, vectors.requests(QUERIES), warmUp);
    }
    try (QuiverEmbeddingStore store = open(directory, memory)) {
      measure(What.MISS_IN_MEMORY, store, vectors.requests(QUERIES), warmUp);
      measure(What.HIT_IN_MEMORY, store, hot(store), warmUp);
    }
    try (QuiverEmbeddingStore store =
        open(directory, memory.andRedis(redis.uri()).withRedisTimeout(patient))) {
      measure(What.MISS_IN_BOTH, store, vectors.requests(QUERIES), warmUp);
      for (int asked = 0; asked < IN_VAIN; asked += QUERIES) {
        vectors.requests(QUERIES).forEach(store::search);
      }
      measure(What.MISS_AGAIN, store, vectors.requests(QUERIES), warmUp);
    }
    try (QuiverEmbeddingStore store =
        open(directory, CacheOptions.inRedis(redis.uri(), TTL).withRedisTimeout(patient))) {
      List<EmbeddingSearchRequest> hot = hot(store);
      awaitHits(store, hot);
      measure(What.HIT_IN_REDIS, store, hot, warmUp);
    }
  }

  /** Few requests many times, all of them asked once already. */
  private List<EmbeddingSearchRequest> hot(QuiverEmbeddingStore store) {
    List<EmbeddingSearchRequest> few = vectors.requests(HOT);
    few.forEach(store::search);
    var many = new ArrayList<EmbeddingSearchRequest>();
    while (many.size() < HITS) {
      many.addAll(few);
    }
    return many;
  }

  private static void awaitHits(QuiverEmbeddingStore store, List<EmbeddingSearchRequest> hot) {
    while (!hot.stream().limit(HOT).allMatch(request -> store.explain(request).cacheHit())) {
      Thread.onSpinWait();
    }
  }

  private void measure(
      What what,
      QuiverEmbeddingStore store,
      List<EmbeddingSearchRequest> requests,
      boolean warmUp) {
    boolean hits = what == What.HIT_IN_MEMORY || what == What.HIT_IN_REDIS;
    (hits ? requests.subList(0, WARM_UP) : vectors.requests(WARM_UP)).forEach(store::search);
    long started = System.nanoTime();
    long startedProcessor = SYSTEM.getProcessCpuTime();
    requests.forEach(store::search);
    double searches = 1_000.0 * requests.size();
    var cost =
        new Cost(
            (System.nanoTime() - started) / searches,
            (SYSTEM.getProcessCpuTime() - startedProcessor) / searches);
    if (!warmUp) {
      costs.computeIfAbsent(what, any -> new ArrayList<>()).add(cost);
    }
  }

  private double median(What what, ToDoubleFunction<Cost> of) {
    double[] sorted = costs.getOrDefault(what, List.of()).stream().mapToDouble(of).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void print(int records, int rounds) {
    System.out.printf(
        Locale.ROOT,
        "%,d x %d, medians of %d rounds, %,d misses or %,d hits each, microseconds by the clock /"
            + " processor%n",
        records,
        Vectors.DIMENSION,
        rounds,
        QUERIES,
        HITS);
    for (What what : What.values()) {
      System.out.printf(
          Locale.ROOT,
          "  %-15s %8.1f / %8.1f%n",
          what,
          median(what, Cost::clock),
          median(what, Cost::processor));
    }
    print(
        "clock",
        Cost::clock,
        ratio -> aims.atLeast(ratio, HIT_SPEED_UP),
        ratio -> aims.atMost(ratio, MOST_IN_VAIN));
    print("processor", Cost::processor, CacheCost::text, CacheCost::text);
  }

  private static String text(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  private void print(
      String by,
      ToDoubleFunction<Cost> of,
      DoubleFunction<String> speedUp,
      DoubleFunction<String> inVain) {
    double none = median(What.NO_CACHE, of);
    System.out.printf(
        Locale.ROOT,
        "by %s: miss : hit in memory %s, miss : hit in Redis %.2f; all different : no cache, in"
            + " memory %s, with Redis %s, and later %s%n",
        by,
        speedUp.apply(none / median(What.HIT_IN_MEMORY, of)),
        none / median(What.HIT_IN_REDIS, of),
        inVain.apply(median(What.MISS_IN_MEMORY, of) / none),
        inVain.apply(median(What.MISS_IN_BOTH, of) / none),
        inVain.apply(median(What.MISS_AGAIN, of) / none));
  }
}
