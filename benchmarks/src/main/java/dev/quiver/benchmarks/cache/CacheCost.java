package dev.quiver.benchmarks.cache;

import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.benchmarks.aim.Aims;
import dev.quiver.benchmarks.store.Background;
import dev.quiver.store.CacheInFront;
import dev.quiver.store.CacheOptions;
import dev.quiver.store.QuiverEmbeddingStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import redis.clients.jedis.Jedis;

/**
 * The command that compares hits with misses, and misses with searches where there is no cache.
 *
 * <p>One opening of a store is asked, by one thread, behind each cache and without: another opening
 * would measure its searches anew and search with another effort. Every block of queries has one of
 * as many without a cache beside it, before it and after it in turns, and is compared with that
 * alone. Blocks are long, and the young generation small, so that each pays for its own garbage and
 * for its own answers on their way to Redis. How far two equal blocks are apart is printed as well.
 */
public final class CacheCost {
  private static final int DEFAULT_RECORDS = 100_000;
  private static final int DEFAULT_ROUNDS = 21;
  private static final int QUERIES = 2_000;

  /** More, because one takes microseconds. */
  private static final int HITS = 40_000;

  private static final int WARM_UP = 500;
  private static final int HOT = 200;

  /** More than a cache takes before it thinks that nothing is asked twice. */
  private static final int IN_VAIN = 18_000;

  private static final double HIT_SPEED_UP = 20;

  /** What a cache that never helps may cost: 5 % of a search. */
  private static final double MOST_IN_VAIN = 1.05;

  private static final Duration TTL = Duration.ofHours(1);

  /** What is measured, beside a block of as many searches without a cache. */
  private enum What {
    NO_CACHE,
    MISS_IN_MEMORY,
    /** After so many misses that little is kept. */
    MISS_IN_MEMORY_LATER,
    MISS_IN_BOTH,
    /** After so many misses that Redis is only asked now and then. */
    MISS_IN_BOTH_LATER,
    HIT_IN_MEMORY,
    HIT_IN_REDIS
  }

  /** Microseconds a search: on the clock, and of the processors for all threads of this JVM. */
  private record Cost(double clock, double processor) {}

  /** A block behind a cache, and the one beside it without. */
  private record Pair(Cost behind, Cost without) {
    double ratio(ToDoubleFunction<Cost> of) {
      return of.applyAsDouble(behind) / of.applyAsDouble(without);
    }
  }

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Aims aims = new Aims();
  private final Vectors vectors = new Vectors(1);
  private final QuiverEmbeddingStore plain;
  private final CacheOptions memory = CacheOptions.inMemory(64 << 20, TTL);
  private final CacheOptions both;
  private final CacheOptions far;
  private final Map<What, List<Pair>> pairs = new EnumMap<>(What.class);

  private CacheCost(QuiverEmbeddingStore plain, LocalRedis redis) {
    this.plain = plain;
    Duration patient = Duration.ofSeconds(1);
    this.both = memory.andRedis(redis.uri()).withRedisTimeout(patient);
    this.far = CacheOptions.inRedis(redis.uri(), TTL).withRedisTimeout(patient);
  }

  /** Arguments: records (100,000); rounds (21). */
  public static void main(String[] args) throws IOException {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_RECORDS;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_ROUNDS;
    CacheCost cost;
    try (LocalRedis redis = LocalRedis.open();
        QuiverEmbeddingStore plain = QuiverEmbeddingStore.builder().build()) {
      cost = new CacheCost(plain, redis);
      cost.vectors.fill(plain, records);
      plain.admin().compact();
      Background.awaitIdle();
      cost.measure(redis, rounds);
    }
    cost.print(records, rounds);
    System.exit(cost.aims.exitCode());
  }

  private void measure(LocalRedis redis, int rounds) {
    try (var memoryLater = new CacheInFront(plain, memory);
        var bothLater = new CacheInFront(plain, both);
        Jedis client = redis.client()) {
      ask(memoryLater.store(), IN_VAIN);
      ask(bothLater.store(), IN_VAIN);
      for (int round = 0; round <= rounds; round++) {
        round(round, memoryLater, bothLater);
        client.flushAll(); // or every answer would also cost a page that Redis never had before
        if (round == 0) { // which was to warm up
          pairs.clear();
        }
      }
    }
  }

  private void round(int round, CacheInFront memoryLater, CacheInFront bothLater) {
    boolean first = round % 2 == 0;
    compare(What.NO_CACHE, plain, first);
    compare(What.MISS_IN_MEMORY_LATER, memoryLater.store(), first);
    compare(What.MISS_IN_BOTH_LATER, bothLater.store(), first);
    try (var cache = new CacheInFront(plain, memory)) {
      compare(What.MISS_IN_MEMORY, cache.store(), first);
      hits(What.HIT_IN_MEMORY, cache.store(), HITS);
    }
    try (var cache = new CacheInFront(plain, both)) {
      compare(What.MISS_IN_BOTH, cache.store(), first);
    }
    try (var cache = new CacheInFront(plain, far)) {
      hits(What.HIT_IN_REDIS, cache.store(), QUERIES);
    }
  }

  private void ask(QuiverEmbeddingStore store, int queries) {
    vectors.requests(queries).forEach(store::search);
  }

  private void compare(What what, QuiverEmbeddingStore store, boolean first) {
    ask(store, WARM_UP);
    Cost before = cost(first ? store : plain, vectors.requests(QUERIES));
    Cost after = cost(first ? plain : store, vectors.requests(QUERIES));
    add(what, first ? before : after, first ? after : before);
  }

  private void add(What what, Cost behind, Cost without) {
    pairs.computeIfAbsent(what, any -> new ArrayList<>()).add(new Pair(behind, without));
  }

  /** Few requests many times, all of them asked once already. */
  private void hits(What what, QuiverEmbeddingStore store, int count) {
    List<EmbeddingSearchRequest> few = vectors.requests(HOT);
    few.forEach(store::search);
    while (!few.stream().allMatch(request -> store.explain(request).cacheHit())) {
      Thread.onSpinWait();
    }
    var many = new ArrayList<EmbeddingSearchRequest>();
    while (many.size() < count) {
      many.addAll(few);
    }
    many.subList(0, WARM_UP).forEach(store::search);
    add(what, cost(store, many), cost(plain, vectors.requests(QUERIES)));
  }

  private static Cost cost(QuiverEmbeddingStore store, List<EmbeddingSearchRequest> requests) {
    long started = System.nanoTime();
    long startedProcessor = SYSTEM.getProcessCpuTime();
    requests.forEach(store::search);
    double searches = 1_000.0 * requests.size();
    return new Cost(
        (System.nanoTime() - started) / searches,
        (SYSTEM.getProcessCpuTime() - startedProcessor) / searches);
  }

  private double[] sorted(What what, ToDoubleFunction<Pair> of) {
    return pairs.getOrDefault(what, List.of()).stream().mapToDouble(of).sorted().toArray();
  }

  private double median(What what, ToDoubleFunction<Pair> of) {
    double[] sorted = sorted(what, of);
    return sorted[sorted.length / 2];
  }

  private void print(int records, int rounds) {
    System.out.printf(
        Locale.ROOT,
        "%,d x %d, medians of %d rounds, blocks of %,d misses or %,d hits in memory, microseconds"
            + " by the clock / processor; ratio to the block beside it by the clock, half of the"
            + " rounds%n",
        records,
        Vectors.DIMENSION,
        rounds,
        QUERIES,
        HITS);
    for (What what : What.values()) {
      double[] ratios = sorted(what, pair -> pair.ratio(Cost::clock));
      System.out.printf(
          Locale.ROOT,
          "  %-20s %8.1f / %8.1f  %.3f to %.3f%n",
          what,
          median(what, pair -> pair.behind.clock),
          median(what, pair -> pair.behind.processor),
          ratios[ratios.length / 4],
          ratios[ratios.length * 3 / 4]);
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
    ToDoubleFunction<What> ratio = what -> median(what, pair -> pair.ratio(of));
    System.out.printf(
        Locale.ROOT,
        "by %s: miss : hit in memory %s, miss : hit in Redis %.2f; all different : no cache, in"
            + " memory %s, and later %s, with Redis %s, and later %s; no cache : no cache %.3f%n",
        by,
        speedUp.apply(1 / ratio.applyAsDouble(What.HIT_IN_MEMORY)),
        1 / ratio.applyAsDouble(What.HIT_IN_REDIS),
        inVain.apply(ratio.applyAsDouble(What.MISS_IN_MEMORY)),
        inVain.apply(ratio.applyAsDouble(What.MISS_IN_MEMORY_LATER)),
        inVain.apply(ratio.applyAsDouble(What.MISS_IN_BOTH)),
        inVain.apply(ratio.applyAsDouble(What.MISS_IN_BOTH_LATER)),
        ratio.applyAsDouble(What.NO_CACHE));
  }
}
