package dev.quiver.benchmarks.crash;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command that kills a store by SIGKILL at random moments, opens it again each time and
 * compares every record with what was acknowledged.
 */
public final class CrashDrill {
  /** Durable at every write are the first two; the others may lose what is newer than this. */
  private static final List<DrillSettings> STORES =
      List.of(
          new DrillSettings(1, 2, 0),
          new DrillSettings(3, 2, 0),
          new DrillSettings(1, 2, 500),
          new DrillSettings(3, 2, 500));

  private static final int DEFAULT_KILLS = 200;
  private static final int INTERVAL_SHARE = 10;

  private final PrintStream out;
  private final Path directory;
  private final SplittableRandom random;

  CrashDrill(PrintStream out, Path directory, long seed) {
    this.out = out;
    this.directory = directory;
    this.random = new SplittableRandom(seed);
  }

  /**
   * Arguments: how many kills with everything acknowledged durable, half of them with one node and
   * half with three (200); the seed (a new one); one kind of store instead of all, such as 3-2-0
   * for 3 nodes, 2 shards, no interval. A tenth as many kills follow with each of the two under
   * interval durability.
   */
  public static void main(String[] args) throws IOException {
    int kills = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_KILLS;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    if (kills < 1) {
      throw new IllegalArgumentException("kills must be at least 1, but was " + kills);
    }
    Path directory = Files.createTempDirectory("quiver-crash-drill-");
    System.out.println("seed " + seed + ", " + directory);
    var drill = new CrashDrill(System.out, directory, seed);
    if (args.length > 2) {
      DrillSettings store = DrillSettings.parse(args[2]);
      drill.run(store, kills, kills / INTERVAL_SHARE);
    } else {
      for (DrillSettings store : STORES) {
        boolean durable = store.intervalMillis() == 0;
        int share = kills / INTERVAL_SHARE;
        drill.run(store, durable ? kills / 2 : share, durable ? share : 0);
      }
    }
    delete(directory);
  }

  /**
   * Kills so often, and then on until every phase was hit.
   *
   * @param eachPhase how often every phase is hit at least
   */
  Map<Phase, Integer> run(DrillSettings settings, int kills, int eachPhase) throws IOException {
    var drill =
        new Drill(
            Files.createDirectory(directory.resolve(settings.words())),
            settings,
            random.nextLong());
    Map<Phase, Integer> hits = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      hits.put(phase, 0);
    }
    int none = 0;
    int done = 0;
    for (; done < kills || rarest(hits, eachPhase) != null; done++) {
      // Every other kill falls at any time whatever; the others make up for what was rarely hit.
      EnumSet<Phase> phases = drill.kill(done % 2 == 0 ? null : rarest(hits, eachPhase));
      phases.forEach(phase -> hits.merge(phase, 1, Integer::sum));
      none += phases.isEmpty() ? 1 : 0;
      out.printf(Locale.ROOT, "%s, kill %d: in %s%n", settings, done + 1, phases);
    }
    drill.finish();
    print(settings, drill, done, hits, none);
    return hits;
  }

  private static @Nullable Phase rarest(Map<Phase, Integer> hits, int eachPhase) {
    return hits.entrySet().stream()
        .filter(hit -> hit.getValue() < eachPhase)
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  private void print(
      DrillSettings settings, Drill drill, int kills, Map<Phase, Integer> hits, int none) {
    out.printf(
        Locale.ROOT,
        "%s: %d kills, %d calls acknowledged, %d records at the end; nothing lost, nothing by"
            + " halves; %d commands not yet safe were gone%n",
        settings,
        kills,
        drill.acknowledged(),
        drill.records(),
        drill.lost());
    out.printf(
        Locale.ROOT,
        "  killed in the middle of: %s; none of these %d%n",
        hits.entrySet().stream()
            .map(hit -> hit.getKey().name().toLowerCase(Locale.ROOT) + " " + hit.getValue())
            .collect(Collectors.joining(", ")),
        none);
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
