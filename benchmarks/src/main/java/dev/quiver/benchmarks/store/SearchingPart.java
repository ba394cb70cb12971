package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Searches through LangChain4j's interface beside Lucene's alone, at one recall. */
final class SearchingPart {
  private static final double AIM = 0.8;

  private final Bench bench;
  private final Quiver quiver;
  private final RawLucene lucene;
  private final Truth truth;
  private double target = Settings.RECALL;

  SearchingPart(Bench bench, Quiver quiver, RawLucene lucene) {
    this.bench = bench;
    this.quiver = quiver;
    this.lucene = lucene;
    this.truth = Truth.of(bench.data(), bench.data().size(), bench.crew());
  }

  /** The target that the compacted store is open with. */
  double recall() {
    return target;
  }

  void run() throws IOException {
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
    quiver.reopen(Settings.RECALL);
    quiver.checkAnswers(bench.data());
    measure(
        String.format(
            Locale.ROOT,
            "as loaded (%d, %d)",
            Footprint.files(quiver.folder(), ".si"),
            lucene.segments()));
    quiver.compact();
    quiver.reopen(Settings.RECALL); // readers keep the old segments until something is written
    lucene.compact();
    measure("one each");
  }

  private void measure(String segments) {
    Tuning.Tuned tuned = Tuning.lowestTarget(quiver, truth, Settings.RECALL);
    target = tuned.target();
    double reached = Tuning.narrowest(lucene, truth, tuned.recall());
    var rounds = new Rounds(bench.data(), bench.settings(), bench.crew());
    for (int threads : new int[] {1, 2}) {
      Map<String, Rates> rates = rounds.search(List.of(quiver, lucene), threads);
      Rates ours = Objects.requireNonNull(rates.get(quiver.name()));
      Rates theirs = Objects.requireNonNull(rates.get(lucene.name()));
      bench
          .report()
          .row(
              segments,
              threads,
              ours.median(),
              ours.perSecond().noisePercent(),
              theirs.median(),
              theirs.perSecond().noisePercent(),
              Report.aim(ours.median() / theirs.median(), AIM),
              ours.cpuMicros().median(),
              theirs.cpuMicros().median(),
              Report.times(theirs.cpuMicros().median() / ours.cpuMicros().median()),
              tuned.recall(),
              reached);
    }
  }
}
