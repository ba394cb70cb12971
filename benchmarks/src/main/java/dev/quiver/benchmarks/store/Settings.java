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
 * @param parts names of {@link Compare}'s parts to run, in its order
 * @param out the folder that the report is saved in
 */
record Settings(
    @Nullable Path source,
    int records,
    int queries,
    int rounds,
    Duration round,
    Duration budget,
    long seed,
    List<String> parts,
    Path out) {
  /** Neighbours asked for. */
  static final int K = 10;

  /** The share of the true neighbours that every search compared must find. */
  static final double RECALL = 0.97;

  static final String USAGE =
      "usage: compare [FILE_OR_FOLDER | generated] [--records N] [--queries N] [--rounds N]"
          + " [--seed N] [--quick] [--out FOLDER] [--parts NAME,...]\nparts: "
          + String.join(", ", Compare.PARTS);

  /** Where vectors are looked for when none are named. */
  private static final Path DEFAULT_SOURCE = Path.of("..", "shared", "data", "passages.i8");

  Settings {
    atLeast("records", records, 1_000);
    atLeast("queries", queries, K);
    atLeast("rounds", rounds, 1);
    for (String part : parts) {
      if (!Compare.PARTS.contains(part)) {
        throw new IllegalArgumentException(
            "parts must be of " + Compare.PARTS + ", but there was " + part);
      }
    }
  }

  private static void atLeast(String name, int given, int least) {
    if (given < least) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s must be at least %d, but was %d", name, least, given));
    }
  }

  static Settings parse(String... arguments) {
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    var draft = new Draft();
    if (rest.remove("--quick")) {
      draft.quick();
    }
    while (!rest.isEmpty()) {
      draft.take(rest.remove(), rest);
    }
    return draft.settings();
  }

  /** Settings while their arguments are read. */
  private static final class Draft {
    private @Nullable Path source = DEFAULT_SOURCE.toFile().exists() ? DEFAULT_SOURCE : null;
    private int records = 100_000;
    private int queries = 1_000;
    private int rounds = 5;
    private Duration round = Duration.ofSeconds(1);
    private Duration budget = Duration.ofSeconds(60);
    private long seed = 20_260_101L;
    private List<String> parts = Compare.PARTS;
    private Path out = Path.of("benchmarks", "target", "comparison");

    void quick() {
      records = 10_000;
      queries = 200;
      rounds = 2;
      round = Duration.ofMillis(500);
      budget = Duration.ofSeconds(10);
    }

    void take(String name, Deque<String> rest) {
      switch (name) {
        case "--records" -> records = number(name, rest);
        case "--queries" -> queries = number(name, rest);
        case "--rounds" -> rounds = number(name, rest);
        case "--seed" -> seed = number(name, rest);
        case "--parts" -> parts = List.of(value(name, rest).split(","));
        case "--out" -> out = Path.of(value(name, rest));
        case "generated" -> source = null;
        default -> source = existing(name);
      }
    }

    Settings settings() {
      return new Settings(source, records, queries, rounds, round, budget, seed, parts, out);
    }

    private static String value(String name, Deque<String> rest) {
      if (rest.isEmpty()) {
        throw new IllegalArgumentException(name + " must have a value, but has none\n" + USAGE);
      }
      return rest.remove();
    }

    private static int number(String name, Deque<String> rest) {
      String text = value(name, rest);
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
