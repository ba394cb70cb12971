package dev.quiver.benchmarks.cache;

import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.CacheOptions;
import dev.quiver.store.QuiverEmbeddingStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;

/**
 * The command that treats the Redis of a store under load badly: kills it, stops it for a while,
 * empties it, fills it up, puts garbage in it. No search may fail, and none may take longer for it.
 * A store without Redis is searched in turn with it, second by second.
 */
public final class CacheDrill {
  private static final int RECORDS = 20_000;
  private static final int THREADS = 4;
  private static final int HOT = 100;
  private static final int TURNS_DEFAULT = 10;
  private static final Duration TURN = Duration.ofSeconds(1);
  private static final Duration TTL = Duration.ofHours(1);
  private static final double P99 = 0.99;

  private final Vectors vectors = new Vectors(1);
  private final List<EmbeddingSearchRequest> hot = vectors.requests(HOT);
  private final int turns;
  private long failed;

  private CacheDrill(int turns) {
    this.turns = turns;
  }

  /** Arguments: turns of each of the two stores under each fault (10), of a second. */
  public static void main(String[] args) throws Exception {
    int turns = args.length > 0 ? Integer.parseInt(args[0]) : TURNS_DEFAULT;
    new CacheDrill(turns).run();
  }

  private void run() throws Exception {
    CacheOptions memory = CacheOptions.inMemory(1 << 20, TTL);
    try (LocalRedis redis = LocalRedis.open();
        QuiverEmbeddingStore without = QuiverEmbeddingStore.builder().cache(memory).build();
        QuiverEmbeddingStore with =
            QuiverEmbeddingStore.builder().cache(memory.andRedis(redis.uri())).build()) {
      new Vectors(2).fill(without, RECORDS);
      new Vectors(2).fill(with, RECORDS);
      search(without);
      search(with);
      for (RedisFault fault : RedisFault.values()) {
        compare(fault, redis, without, with);
      }
    }
    if (failed > 0) {
      throw new AssertionError(failed + " searches failed");
    }
  }

  private void compare(
      RedisFault fault, LocalRedis redis, QuiverEmbeddingStore without, QuiverEmbeddingStore with)
      throws Exception {
    var plain = new ArrayList<long[]>();
    var faulty = new ArrayList<long[]>();
    for (int turn = 0; turn < turns; turn++) {
      plain.add(search(without));
      AutoCloseable harm = fault.inflict(redis, TURN);
      try {
        faulty.add(search(with));
      } finally {
        harm.close();
      }
    }
    double normal = p99(plain);
    double under = p99(faulty);
    System.out.printf(
        Locale.ROOT,
        "Redis %-9s p99 %6.2f ms, without Redis %6.2f ms, ratio %.2f; searches %,d and %,d,"
            + " failed %d%n",
        fault.words(),
        under,
        normal,
        under / normal,
        count(faulty),
        count(plain),
        failed);
  }

  private static long count(List<long[]> turns) {
    return turns.stream().mapToLong(turn -> turn.length).sum();
  }

  private static double p99(List<long[]> turns) {
    long[] all = turns.stream().flatMapToLong(LongStream::of).sorted().toArray();
    return all[(int) (P99 * all.length)] / 1e6;
  }

  /** The times of all searches of one turn; every other request is a new one. */
  private long[] search(QuiverEmbeddingStore store) throws Exception {
    long end = System.nanoTime() + TURN.toNanos();
    var tasks = new ArrayList<FutureTask<long[]>>();
    for (int thread = 0; thread < THREADS; thread++) {
      var own = new Vectors(System.nanoTime());
      tasks.add(new FutureTask<>(() -> search(store, own, end)));
    }
    tasks.forEach(task -> Thread.ofPlatform().daemon().start(task));
    long[] all = {};
    for (FutureTask<long[]> task : tasks) {
      long[] more = task.get();
      int before = all.length;
      all = Arrays.copyOf(all, before + more.length);
      System.arraycopy(more, 0, all, before, more.length);
    }
    return all;
  }

  private long[] search(QuiverEmbeddingStore store, Vectors own, long end) {
    var times = new ArrayList<Long>();
    for (int i = 0; System.nanoTime() < end; i++) {
      EmbeddingSearchRequest request = i % 2 == 0 ? own.request() : hot.get(i / 2 % HOT);
      long started = System.nanoTime();
      try {
        store.search(request);
      } catch (RuntimeException broken) {
        failed(broken);
      }
      times.add(System.nanoTime() - started);
    }
    return times.stream().mapToLong(Long::longValue).toArray();
  }

  private synchronized void failed(RuntimeException why) {
    failed++;
    System.out.println("a search failed: " + why);
  }
}
