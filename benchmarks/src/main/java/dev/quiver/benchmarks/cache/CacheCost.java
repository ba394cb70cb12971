package dev.quiver.benchmarks.cache;

import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.CacheOptions;
import dev.quiver.store.QuiverEmbeddingStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  private static final int WARM_UP = 500;
  private static final int HOT = 200;
  private static final Duration TTL = Duration.ofHours(1);

  /** What is measured, in microseconds a search. */
  private enum What {
    NO_CACHE,
    MISS_IN_MEMORY,
    MISS_IN_BOTH,
    HIT_IN_MEMORY,
    HIT_IN_REDIS
  }

  private final Vectors vectors = new Vectors(1);
  private final Map<What, List<Double>> micros = new EnumMap<>(What.class);

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
  }

  private static QuiverEmbeddingStore open(Path directory, @Nullable CacheOptions cache) {
    var builder = QuiverEmbeddingStore.builder().directory(directory);
    return cache == null ? builder.build() : builder.cache(cache).build();
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
    while (many.size() < QUERIES) {
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
    requests.forEach(store::search);
    double each = (System.nanoTime() - started) / 1_000.0 / requests.size();
    if (!warmUp) {
      micros.computeIfAbsent(what, any -> new ArrayList<>()).add(each);
    }
  }

  private double median(What what) {
    double[] sorted =
        micros.getOrDefault(what, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private void print(int records, int rounds) {
    double none = median(What.NO_CACHE);
    System.out.printf(
        Locale.ROOT,
        "%,d x %d, medians of %d rounds, %d searches each%n",
        records,
        Vectors.DIMENSION,
        rounds,
        QUERIES);
    for (What what : What.values()) {
      System.out.printf(Locale.ROOT, "  %-15s %8.1f us%n", what, median(what));
    }
    System.out.printf(
        Locale.ROOT,
        "miss : hit in memory %.1f, miss : hit in Redis %.2f,"
            + " all different: in memory %+.1f %%, with Redis %+.1f %%%n",
        none / median(What.HIT_IN_MEMORY),
        none / median(What.HIT_IN_REDIS),
        100 * (median(What.MISS_IN_MEMORY) / none - 1),
        100 * (median(What.MISS_IN_BOTH) / none - 1));
  }
}
