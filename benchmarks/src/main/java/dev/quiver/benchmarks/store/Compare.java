package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.util.Locale;

/** The command that compares the store with bare Lucene and with other stores, in one run. */
public final class Compare {
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
    try (Bench bench = Bench.of(settings)) {
      new Compare(bench).run();
    }
  }

  private void run() throws IOException {
    head();
    long started = System.nanoTime();
    try (var loading = new LoadingPart(bench)) {
      loading.run();
      var searching = new SearchingPart(bench, loading.quiver(), loading.lucene());
      searching.run();
      new PeersPart(bench, loading.quiver(), loading.quiverRate()).run();
      new OpeningPart(bench, loading, searching.recall()).run();
    }
    bench
        .report()
        .line(
            String.format(
                Locale.ROOT,
                "%nLoad average at the end %s; took %d s.",
                Machine.load(),
                (System.nanoTime() - started) / 1_000_000_000));
    bench.report().printCsv();
  }

  private void head() throws IOException {
    Report report = bench.report();
    report.line("# Quiver beside bare Lucene and other stores\n");
    Machine.lines().forEach(report::line);
    report.line(
        String.format(
            Locale.ROOT,
            "- data: %s; %d records of dimension %d, %d queries, %d nearest, seed %d",
            bench.data().name(),
            bench.data().size(),
            bench.data().dimension(),
            bench.data().queries().length,
            Settings.K,
            bench.settings().seed()));
    report.line(
        "- rates are medians of interleaved rounds; noise is the distance between the fastest and"
            + " the slowest round; load average at the start "
            + Machine.load());
  }
}
