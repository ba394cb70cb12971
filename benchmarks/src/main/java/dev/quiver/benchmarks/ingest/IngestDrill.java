package dev.quiver.benchmarks.ingest;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.quiver.store.QuiverEmbeddingStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command that kills an ingestion by SIGKILL at random moments, with documents that change from
 * one run to the next, and compares the store in the end with that of a run nobody killed.
 */
public final class IngestDrill {
  private static final int DEFAULT_KILLS = 10;
  private static final Duration LONGEST_RUN = Duration.ofMillis(700);
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);

  private final PrintStream out;
  private final Path directory;
  private final SplittableRandom random;

  IngestDrill(PrintStream out, Path directory, long seed) {
    this.out = out;
    this.directory = directory;
    this.random = new SplittableRandom(seed);
  }

  /** Arguments: how many kills (10); the seed (a new one). */
  public static void main(String[] args) throws IOException, InterruptedException {
    int kills = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_KILLS;
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    if (kills < 1) {
      throw new IllegalArgumentException("kills must be at least 1, but was " + kills);
    }
    Path directory = Files.createTempDirectory("quiver-ingest-drill-");
    System.out.println("seed " + seed + ", " + directory);
    new IngestDrill(System.out, directory, seed).run(kills);
    delete(directory);
  }

  /** Returns how many of the runs were killed in the middle. */
  int run(int kills) throws IOException, InterruptedException {
    Path killed = Files.createDirectory(directory.resolve("killed"));
    Path whole = Files.createDirectory(directory.resolve("whole"));
    int hit = 0;
    for (int round = 0; round < kills; round++) {
      Duration after = Duration.ofNanos(random.nextLong(LONGEST_RUN.toNanos()));
      boolean inTheMiddle = kill(killed, round, after);
      hit += inTheMiddle ? 1 : 0;
      out.printf(
          Locale.ROOT,
          "run %d %s %d ms after it began%n",
          round + 1,
          inTheMiddle ? "killed" : "was done",
          after.toMillis());
    }
    finish(killed, kills);
    finish(whole, kills);
    Map<String, String> expected = records(whole);
    Map<String, String> found = records(killed);
    if (!found.equals(expected)) {
      throw new AssertionError(difference(expected, found));
    }
    out.printf(
        Locale.ROOT,
        "%d of %d runs killed in the middle; %d records, the same as of a run nobody killed%n",
        hit,
        kills,
        found.size());
    return hit;
  }

  private static boolean kill(Path store, int round, Duration after)
      throws IOException, InterruptedException {
    Process victim = start(store, round);
    try (BufferedReader lines = reader(victim)) {
      await(lines, IngestVictim.BEGINS, store);
      boolean ended = victim.waitFor(after.toNanos(), TimeUnit.NANOSECONDS);
      if (ended && victim.exitValue() != 0) {
        throw new IOException("the victim failed: " + errors(store));
      }
      victim.destroyForcibly();
      victim.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return !ended;
    } finally {
      victim.destroyForcibly();
    }
  }

  private static void finish(Path store, int round) throws IOException, InterruptedException {
    Process process = start(store, round);
    try (BufferedReader lines = reader(process)) {
      await(lines, IngestVictim.DONE, store);
      if (!process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("process " + process.pid() + " did not end");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(Path store, int round) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                IngestVictim.class.getName(),
                store.toString(),
                Integer.toString(round)))
        .redirectError(ProcessBuilder.Redirect.appendTo(store.resolve("errors.txt").toFile()))
        .start();
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void await(BufferedReader lines, String wanted, Path store) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.equals(wanted)) {
      line = lines.readLine();
    }
    if (line == null) {
      throw new IOException("the victim ended before it " + wanted + ": " + errors(store));
    }
  }

  private static String errors(Path store) throws IOException {
    return Files.readString(store.resolve("errors.txt"));
  }

  /** By id: text, metadata and vector. */
  private static Map<String, String> records(Path directory) {
    try (QuiverEmbeddingStore store = IngestVictim.open(directory);
        Stream<EmbeddingMatch<TextSegment>> all = store.scan(null)) {
      Map<String, String> records = new TreeMap<>();
      all.forEach(
          match ->
              records.put(
                  match.embeddingId(),
                  match.embedded().text()
                      + new TreeMap<>(match.embedded().metadata().toMap())
                      + match.embedding().vectorAsList()));
      return records;
    }
  }

  private static String difference(Map<String, String> expected, Map<String, String> found) {
    Map<String, String> missing = new TreeMap<>(expected);
    missing.entrySet().removeAll(found.entrySet());
    Map<String, String> extra = new TreeMap<>(found);
    extra.entrySet().removeAll(expected.entrySet());
    return "missing " + missing.values() + ", and too many " + extra.values();
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
