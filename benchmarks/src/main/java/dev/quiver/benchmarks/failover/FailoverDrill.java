package dev.quiver.benchmarks.failover;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.quiver.store.FailoverEmbeddingStore;
import dev.quiver.store.FailoverStatus;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.WritePolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that runs three embedded clusters behind one failover store, gives them trouble at
 * random while others write and read, and compares the clusters in the end, record by record.
 */
public final class FailoverDrill {
  private static final int CLUSTERS = 3;
  private static final int WRITERS = 4;
  private static final int READERS = 2;
  private static final int ENOUGH_CALLS = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(6);
  private static final Duration ATTEMPT = Duration.ofSeconds(2);
  private static final Duration CALM_WITHIN = Duration.ofMinutes(2);
  private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

  private final PrintStream out;
  private final Path directory;
  private final SplittableRandom random;
  private final Function<Path, DrillCluster> opener;
  private final List<DrillCluster> clusters = new ArrayList<>();
  private int troubles;
  private int kills;

  FailoverDrill(PrintStream out, Path directory, long seed, Function<Path, DrillCluster> opener) {
    this.out = out;
    this.directory = directory;
    this.random = new SplittableRandom(seed);
    this.opener = opener;
  }

  /**
   * Arguments: how many seconds of trouble (180); the seed (a new one); whether trouble is made in
   * front of the clusters or below ({@code front}).
   */
  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 180;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    if (seconds < 1) {
      throw new IllegalArgumentException("seconds must be at least 1, but was " + seconds);
    }
    Function<Path, DrillCluster> opener = opener(args.length > 2 ? args[2] : "front");
    Path directory = Files.createTempDirectory("quiver-failover-drill-");
    System.out.println("seed " + seed + ", " + directory);
    Seen seen =
        new FailoverDrill(System.out, directory, seed, opener).run(Duration.ofSeconds(seconds));
    delete(directory);
    if (seen.slowestAnswerAfterKillNanos() > ATTEMPT.toNanos()) {
      throw new AssertionError("the first answer after a kill must come within " + ATTEMPT);
    }
  }

  private static Function<Path, DrillCluster> opener(String where) {
    return switch (where) {
      case "front" -> Troubled::new;
      case "below" -> Unplugged::new;
      default ->
          throw new IllegalArgumentException("trouble must be front or below, but was " + where);
    };
  }

  /** What a drill has seen: whatever must be so at any speed is checked before it is returned. */
  record Seen(long acknowledged, long searches, long slowestAnswerAfterKillNanos) {}

  Seen run(Duration duration) throws InterruptedException, ExecutionException {
    for (int i = 0; i < CLUSTERS; i++) {
      clusters.add(opener.apply(directory.resolve("cluster-" + i)));
    }
    try (FailoverEmbeddingStore store = open()) {
      var load = new Load(store);
      List<Thread> threads = start(load);
      long end = System.nanoTime() + duration.toNanos();
      while (System.nanoTime() - end < 0 || !isEnough(load)) {
        trouble(load);
      }
      var well = new HashMap<DrillCluster, Trouble>();
      clusters.forEach(cluster -> well.put(cluster, Trouble.NONE));
      suffer(well);
      load.end();
      for (Thread thread : threads) {
        thread.join();
      }
      awaitCalm(store);
      return check(load);
    } finally {
      clusters.forEach(DrillCluster::close);
    }
  }

  /** On a slow machine a drill lasts longer, or it would have nothing to check. */
  private boolean isEnough(Load load) {
    return kills > 0
        && load.acknowledged.get() >= ENOUGH_CALLS
        && load.searches.get() >= ENOUGH_CALLS;
  }

  private FailoverEmbeddingStore open() {
    var builder =
        FailoverEmbeddingStore.builder()
            .timeout(TIMEOUT)
            .attemptTimeout(ATTEMPT)
            .maxLag(Duration.ofMinutes(10))
            .probeInterval(Duration.ofMillis(200))
            .writes(WritePolicy.ALL)
            .handoffDirectory(directory.resolve("handoff"));
    for (int i = 0; i < CLUSTERS; i++) {
      builder.cluster("cluster-" + i, clusters.get(i).front());
    }
    return builder.build();
  }

  private List<Thread> start(Load load) {
    var threads = new ArrayList<Thread>();
    var builder =
        Thread.ofPlatform().uncaughtExceptionHandler((dead, why) -> load.unexpected.add(why));
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      SplittableRandom own = random.split();
      threads.add(builder.start(() -> load.write(number, own)));
    }
    for (int reader = 0; reader < READERS; reader++) {
      SplittableRandom own = random.split();
      threads.add(builder.start(() -> load.read(own)));
    }
    return threads;
  }

  /** One cluster is always well; each of the others gets something else, or is brought back. */
  private void trouble(Load load) throws InterruptedException, ExecutionException {
    int spared = random.nextInt(CLUSTERS);
    clusters.get(spared).suffer(Trouble.NONE);
    var next = new HashMap<DrillCluster, Trouble>();
    for (int i = 0; i < CLUSTERS; i++) {
      if (i != spared) {
        List<Trouble> known = clusters.get(i).troubles();
        next.put(clusters.get(i), known.get(random.nextInt(known.size())));
      }
    }
    suffer(next);
    for (Trouble each : next.values()) {
      troubles += each == Trouble.NONE ? 0 : 1;
      if (each == Trouble.KILLED) {
        kills++;
        load.killed();
      }
    }
    LockSupport.parkNanos(Duration.ofMillis(random.nextInt(200, 3_000)).toNanos());
  }

  /** All at the same time, because a node takes a second to stop. */
  private static void suffer(Map<DrillCluster, Trouble> next)
      throws InterruptedException, ExecutionException {
    var suffering = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      next.forEach(
          (cluster, trouble) -> suffering.add(threads.submit(() -> cluster.suffer(trouble))));
      for (Future<?> each : suffering) {
        each.get();
      }
    }
  }

  private void awaitCalm(FailoverEmbeddingStore store) {
    long end = System.nanoTime() + CALM_WITHIN.toNanos();
    while (store.status().clusters().stream().anyMatch(cluster -> !isCalm(cluster))) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("clusters do not catch up: " + store.status());
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static boolean isCalm(FailoverStatus.Cluster cluster) {
    return cluster.health() == FailoverStatus.Health.UP && cluster.callsUnderWay() == 0;
  }

  private Seen check(Load load) {
    for (Throwable each : load.unexpected) {
      throw new AssertionError("a writer or a reader has ended", each);
    }
    Map<String, String> first = records(clusters.getFirst().store());
    for (DrillCluster other : clusters) {
      if (!first.equals(records(other.store()))) {
        throw new AssertionError("clusters differ: " + first + "\n" + records(other.store()));
      }
    }
    load.counts.forEach(
        (id, count) -> {
          String found = first.getOrDefault(id, "0 nothing");
          if (Integer.parseInt(found.substring(0, found.indexOf(' '))) < count) {
            throw new AssertionError(id + " must hold count " + count + ", but holds " + found);
          }
        });
    if (load.failedSearches.get() > 0) {
      throw new AssertionError(load.failedSearches + " searches failed while a cluster lived");
    }
    long slowest = load.answersAfterKill.stream().mapToLong(Long::longValue).max().orElse(0);
    print(load, first.size(), slowest);
    return new Seen(load.acknowledged.get(), load.searches.get(), slowest);
  }

  /** Everything a record holds, in words, its count first. */
  private static Map<String, String> records(QuiverEmbeddingStore store) {
    try (Stream<EmbeddingMatch<TextSegment>> all = store.scan(null)) {
      return all.collect(
          Collectors.toMap(
              EmbeddingMatch::embeddingId,
              match ->
                  match.embedded().metadata().getInteger("count")
                      + " "
                      + match.embedded()
                      + match.embedding().vectorAsList(),
              (one, other) -> one + other,
              TreeMap::new));
    }
  }

  private void print(Load load, int records, long slowestAfterKill) {
    out.printf(
        Locale.ROOT,
        "%d troubles, %d of them kills; %d writes acknowledged, %d not; all three clusters equal,"
            + " %d records; %d searches, none failed, the slowest %d ms; first answer after a kill:"
            + " median %d ms, slowest %d ms%n",
        troubles,
        kills,
        load.acknowledged.get(),
        load.unacknowledged.get(),
        records,
        load.searches.get(),
        load.slowestSearchNanos.get() / 1_000_000,
        median(load.answersAfterKill) / 1_000_000,
        slowestAfterKill / 1_000_000);
  }

  private static long median(List<Long> answers) {
    return answers.stream().sorted().skip(answers.size() / 2).findFirst().orElse(0L);
  }

  static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
