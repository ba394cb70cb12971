package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The command that compares the store with bare Lucene and with other stores, in one run, and saves
 * what it found.
 */
public final class Compare {
  /** In the order in which they run. */
  static final List<String> PARTS =
      List.of(
          "ingestion",
          "search",
          "stores",
          "curves",
          "filters",
          "shards",
          "batches",
          "words",
          "memory",
          "opening");

  private static final String INTRODUCTION =
      """
      One run of `./quiver compare --out docs`, which writes this file, the same tables as
      [CSV](BENCHMARKS.csv) and the plot, and nobody edits them. `--parts search,filters` runs
      some parts alone, `--quick` everything on 10,000 records. Vectors come from a file or
      folder that is named, or are generated.

      Who is compared: Quiver as an application has it, through LangChain4j's interface, giving
      text, metadata and vector, texts not indexed except under "words"; Lucene alone, one index,
      the same fields and graph, giving numbers of documents; JVector alone, vectors and graph on
      the heap; LangChain4j's `InMemoryEmbeddingStore` and its community stores over Lucene and
      DuckDB. Effort is the least with which a store finds what it must, where it can be set at
      all. Rates depend on the machine, ratios less; CPU is processor time of the whole
      process, which other processes change least.
      """;

  private static final String REPORT = "BENCHMARKS";

  private final Bench bench;

  private Compare(Bench bench) {
    this.bench = bench;
  }

  /** See {@link Settings#USAGE}. */
  public static void main(String[] arguments) throws IOException {
    Settings settings;
    try {
      settings = Settings.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
      return;
    }
    int exitCode;
    try (Bench bench = Bench.of(settings)) {
      new Compare(bench).run();
      exitCode = bench.report().aims().exitCode();
    }
    System.exit(exitCode);
  }

  private void run() throws IOException {
    head();
    long started = System.nanoTime();
    try (var loading = new LoadingPart(bench);
        var peers = new PeersPart(bench, loading)) {
      for (String name : PARTS) {
        if (bench.settings().parts().contains(name)) {
          part(name, loading, peers).run();
          save(); // what was found is not lost with a part that fails
        }
      }
    }
    bench
        .report()
        .line(
            String.format(
                Locale.ROOT,
                "%nLoad average at the end %s; took %d s.",
                Machine.load(),
                (System.nanoTime() - started) / 1_000_000_000));
    save();
    bench.report().line("\nSaved in " + bench.settings().out() + ".");
  }

  private void save() throws IOException {
    bench.report().save(bench.settings().out(), REPORT);
  }

  private Part part(String name, LoadingPart loading, PeersPart peers) {
    return switch (name) {
      case "ingestion" -> loading;
      case "search" -> new SearchingPart(bench, loading);
      case "stores" -> peers;
      case "curves" -> new CurvesPart(bench, loading, peers);
      case "filters" -> new FiltersPart(bench, peers);
      case "shards" -> new ShardsPart(bench, loading);
      case "batches" -> new BatchesPart(bench, loading);
      case "words" -> new WordsPart(bench, loading);
      case "memory" -> new MemoryPart(bench, loading);
      case "opening" -> new OpeningPart(bench, peers);
      default -> throw new IllegalArgumentException("no part is called " + name);
    };
  }

  private void head() throws IOException {
    Report report = bench.report();
    report.line("# Quiver beside bare Lucene and other stores\n");
    report.line(INTRODUCTION);
    report.line("- parts: " + String.join(", ", bench.settings().parts()));
    Machine.lines().forEach(report::line);
    report.line(
        String.format(
            Locale.ROOT,
            "- data: %s; %d records of dimension %d, %d queries, %d nearest, %s of them to be"
                + " found, seed %d",
            bench.data().name(),
            bench.data().size(),
            bench.data().dimension(),
            bench.data().queries().length,
            Settings.K,
            Settings.RECALL,
            bench.settings().seed()));
    report.line(
        "- rates are medians of interleaved rounds; noise is the distance between the fastest and"
            + " the slowest round; load average at the start "
            + Machine.load());
  }
}
