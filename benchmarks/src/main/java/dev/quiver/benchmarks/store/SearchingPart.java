package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Searches through LangChain4j's interface beside Lucene's alone, at one recall. */
final class SearchingPart implements Part {
  private static final double AIM = 1;

  private final Bench bench;
  private final LoadingPart loading;

  SearchingPart(Bench bench, LoadingPart loading) {
    this.bench = bench;
    this.loading = loading;
  }

  @Override
  public void run() throws IOException {
    Quiver quiver = loading.quiver().contender();
    RawLucene lucene = loading.lucene().contender();
    quiver.reopen(Settings.RECALL);
    quiver.checkAnswers(bench.data());
    Report report = bench.report();
    report.title("Search: text, metadata and vector from Quiver; numbers of documents from Lucene");
    report.head(
        "segments",
        "threads",
        "Quiver/s",
        "noise",
        "Lucene/s",
        "noise",
        "Quiver / Lucene",
        "CPU us/search Quiver",
        "Lucene",
        "by CPU time",
        "recall Quiver",
        "recall Lucene");
    String loaded =
        String.format(
            Locale.ROOT,
            "as loaded (%d, %d)",
            Footprint.files(quiver.folder(), ".si"),
            lucene.segments());
    measure(loaded, Pair.tuned(quiver, lucene, bench.truths().whole()));
    measure("one each", loading.pair());
    Quiver small = loading.quantised().contender();
    measure("one each, Quiver with INT8", Pair.tuned(small, lucene, bench.truths().whole()));
  }

  private void measure(String segments, Pair pair) {
    for (int threads : new int[] {1, 2}) {
      List<Rates> rates =
          Rounds.whole(bench)
              .search(List.of(pair.ours().searched(), pair.theirs().searched()), threads);
      Rates ours = rates.get(0);
      Rates theirs = rates.get(1);
      Report report = bench.report();
      report.row(
          segments,
          threads,
          ours.median(),
          ours.perSecond().noisePercent(),
          theirs.median(),
          theirs.perSecond().noisePercent(),
          report.aims().atLeast(ours.median() / theirs.median(), AIM),
          ours.cpuMicros().median(),
          theirs.cpuMicros().median(),
          Report.times(theirs.cpuMicros().median() / ours.cpuMicros().median()),
          pair.ours().recall(),
          pair.theirs().recall());
    }
  }
}
