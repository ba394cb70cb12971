package dev.quiver.benchmarks.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison is run with.
 *
 * @param source a file or folder of vectors; null: generated ones
 * @param rounds how often each contender is measured; the median counts
 * @param round how long one measurement of searching takes
 * @param budget how long a contender may take to add its records; what it has by then is searched
 */
record Settings(
    @Nullable Path source,
    int records,
    int queries,
    int rounds,
    Duration round,
    Duration budget,
    long seed) {
  /** Neighbours asked for. */
  static final int K = 10;

  /** The share of the true neighbours that every search compared must find. */
  static final double RECALL = 0.97;

  static final String USAGE =
      "usage: compare [FILE_OR_FOLDER | generated] [--records N] [--queries N] [--rounds N]"
          + " [--seed N] [--quick]";

  /** Where vectors are looked for when none are named. */
  private static final Path DEFAULT_SOURCE = Path.of("..", "shared", "data", "passages.i8");

  private static final Settings WHOLE =
      new Settings(
          null, 100_000, 1_000, 5, Duration.ofSeconds(2), Duration.ofSeconds(60), 20_260_101L);
  private static final Settings QUICK =
      new Settings(
          null, 10_000, 200, 2, Duration.ofMillis(500), Duration.ofSeconds(10), 20_260_101L);

  Settings {
    atLeast("records", records, 1_000);
    atLeast("queries", queries, K);
    atLeast("rounds", rounds, 1);
  }

  private static void atLeast(String name, int given, int least) {
    if (given < least) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be at least %d, but was %d", name, least, given));
    }
  }

  static Settings parse(String... arguments) {
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    Settings made = rest.remove("--quick") ? QUICK : WHOLE;
    made = made.from(DEFAULT_SOURCE.toFile().exists() ? DEFAULT_SOURCE : null);
    while (!rest.isEmpty()) {
      String name = rest.remove();
      made =
          switch (name) {
            case "--records" -> made.sized(number(name, rest), made.queries);
            case "--queries" -> made.sized(made.records, number(name, rest));
            case "--rounds" -> made.repeated(number(name, rest));
            case "--seed" -> made.seeded(number(name, rest));
            case "generated" -> made.from(null);
            default -> made.from(existing(name));
          };
    }
    return made;
  }

  private static int number(String name, Deque<String> rest) {
    String text = rest.isEmpty() ? "missing" : rest.remove();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " must be a number, but was " + text, e);
    }
  }

  private static Path existing(String name) {
    Path path = Path.of(name);
    if (name.startsWith("-") || !path.toFile().exists()) {
      throw new IllegalArgumentException(
          "vectors must be in a file or folder that exists, but were in " + name + "\n" + USAGE);
    }
    return path;
  }

  private Settings from(@Nullable Path where) {
    return new Settings(where, records, queries, rounds, round, budget, seed);
  }

  private Settings sized(int recordCount, int queryCount) {
    return new Settings(source, recordCount, queryCount, rounds, round, budget, seed);
  }

  private Settings repeated(int times) {
    return new Settings(source, records, queries, times, round, budget, seed);
  }

  private Settings seeded(long number) {
    return new Settings(source, records, queries, rounds, round, budget, number);
  }

  /** The arguments that make another process read the same vectors. */
  List<String> arguments() {
    return List.of(
        source == null ? "generated" : source.toString(),
        "--records",
        Integer.toString(records),
        "--queries",
        Integer.toString(queries),
        "--seed",
        Long.toString(seed));
  }
}
