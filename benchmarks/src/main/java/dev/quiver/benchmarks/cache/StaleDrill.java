package dev.quiver.benchmarks.cache;

import dev.quiver.benchmarks.aim.Aims;
import dev.quiver.store.CacheOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The command that looks for answers a cache has kept too long: writers, deleters and readers in
 * two applications that share a Redis and the name of their collection, whose stores are reopened,
 * made anew, restored and crashed in between.
 */
public final class StaleDrill {
  /** What a drill has seen; nothing of it was stale. */
  record Outcome(
      long reads, long writes, int turns, int lost, double hitShare, double redisShare) {}

  static final double LEAST_HITS = 0.80;
  static final double LEAST_HITS_IN_REDIS = 0.95;
  private static final int DEFAULT_OPERATIONS = 5_000_000;
  private static final int PER_ROUND = 50_000;
  private static final int READERS = 4;
  private static final int READS_PER_WRITE = 200;

  /** Hits after which a cache that many writes had made useless is known to be of use again. */
  private static final int TRIED_AGAIN = 100;

  private static final long LOOK_NANOS = 50_000;
  private static final Duration TTL = Duration.ofHours(1);

  private final Aims aims = new Aims();
  private final PrintStream out;
  private final int operations;
  private final int perRound;
  private final long seed;
  private final AtomicInteger writes = new AtomicInteger();

  StaleDrill(PrintStream out, int operations, int perRound, long seed) {
    this.out = out;
    this.operations = operations;
    this.perRound = perRound;
    this.seed = seed;
  }

  /** Arguments: operations (5,000,000); the seed (a new one). */
  public static void main(String[] args) throws Exception {
    int operations = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_OPERATIONS;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    System.out.println("seed " + seed);
    Path home = Files.createTempDirectory("quiver-stale-drill-");
    var drill = new StaleDrill(System.out, operations, PER_ROUND, seed);
    drill.run(home);
    Application.delete(home);
    System.exit(drill.aims.exitCode());
  }

  Outcome run(Path home) throws Exception {
    var random = new SplittableRandom(seed);
    try (LocalRedis redis = LocalRedis.open()) {
      CacheOptions far =
          CacheOptions.inRedis(redis.uri(), TTL).withRedisTimeout(Duration.ofSeconds(5));
      CacheOptions both =
          CacheOptions.inMemory(8 << 20, TTL)
              .andRedis(redis.uri())
              .withRedisTimeout(Duration.ofSeconds(5));
      try (var first = new Application("first", home, both, 1);
          var second = new Application("second", home, far, 2)) {
        return run(List.of(first, second), random);
      }
    }
  }

  private Outcome run(List<Application> applications, SplittableRandom random) throws Exception {
    int turns = 0;
    long done = 0;
    for (Application next : applications) {
      next.write(random.split(), 0, Application.RECORDS);
    }
    while (done < operations) {
      done += round(applications, random);
      if (done < operations) {
        turn(applications.get(turns % applications.size()), random);
        turns++;
      }
      out.printf(Locale.ROOT, "%,d operations, %d turns%n", done, turns);
    }
    double hits = applications.stream().mapToDouble(Application::hits).sum();
    double misses = applications.stream().mapToDouble(Application::misses).sum();
    int lost = applications.stream().mapToInt(Application::lost).sum();
    double redisShare = repeated(applications.getLast(), random);
    var outcome =
        new Outcome(
            done - writes.get(), writes.get(), turns, lost, hits / (hits + misses), redisShare);
    out.printf(
        Locale.ROOT,
        "%,d reads, %,d writes, %d turns that set %d records back; nothing stale, nothing of"
            + " another store%nshare of hits: %s; on repeated queries in Redis alone: %s%n",
        outcome.reads,
        outcome.writes,
        turns,
        lost,
        aims.atLeast(outcome.hitShare, LEAST_HITS),
        aims.atLeast(redisShare, LEAST_HITS_IN_REDIS));
    return outcome;
  }

  private static void turn(Application application, SplittableRandom random) throws IOException {
    application.turn(random);
  }

  /** Readers and one writer in each application, all at once. */
  private long round(List<Application> applications, SplittableRandom random) throws Exception {
    var tasks = new ArrayList<FutureTask<String>>();
    int reads = perRound / (READERS * applications.size());
    for (Application next : applications) {
      var progress = new AtomicInteger();
      for (int reader = 0; reader < READERS; reader++) {
        SplittableRandom own = random.split();
        tasks.add(new FutureTask<>(() -> read(next, reads, own, progress)));
      }
      SplittableRandom own = random.split();
      tasks.add(new FutureTask<>(() -> write(next, reads * READERS, own, progress)));
    }
    tasks.forEach(task -> Thread.ofPlatform().daemon().name("drill").start(task));
    for (FutureTask<String> task : tasks) {
      String problem = outcome(task);
      if (!problem.isEmpty()) {
        throw new AssertionError("seed " + seed + ": " + problem);
      }
    }
    return (long) reads * READERS * applications.size();
  }

  private static String outcome(FutureTask<String> task) throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException failed) {
      throw new AssertionError("a call failed", failed.getCause());
    }
  }

  private static String read(
      Application application, int reads, SplittableRandom random, AtomicInteger progress) {
    for (int i = 0; i < reads; i++) {
      String problem = application.read(random);
      progress.incrementAndGet();
      if (!problem.isEmpty()) {
        return problem;
      }
    }
    return "";
  }

  /** Keeps its distance: one write for so many reads. */
  private String write(
      Application application, int reads, SplittableRandom random, AtomicInteger progress) {
    int next = 0;
    while (progress.get() < reads) {
      if (progress.get() >= next) {
        int record = random.nextInt(Application.RECORDS);
        application.write(random, record, record + 1);
        writes.incrementAndGet();
        next += READS_PER_WRITE;
      } else {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
    return "";
  }

  /** The share of hits of queries that nothing comes between. */
  private double repeated(Application application, SplittableRandom random) {
    double before = application.hits();
    for (int i = 0; i < perRound && application.hits() < before + TRIED_AGAIN; i++) {
      readRight(application, random);
    }
    double hits = application.hits();
    double misses = application.misses();
    for (int i = 0; i < perRound; i++) {
      readRight(application, random);
    }
    double found = application.hits() - hits;
    return found / (found + application.misses() - misses);
  }

  private void readRight(Application application, SplittableRandom random) {
    String problem = application.read(random);
    if (!problem.isEmpty()) {
      throw new AssertionError("seed " + seed + ": " + problem);
    }
  }
}
