package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/** Searches with filters that leave few, some and half of the records. */
final class FiltersPart implements Part {
  private static final List<Share> SHARES = List.of(new Share(1), new Share(10), new Share(50));

  /** Answers looked through for records that the filter should have kept out. */
  private static final int CHECKED = 20;

  private final Bench bench;
  private final PeersPart peers;

  FiltersPart(Bench bench, PeersPart peers) {
    this.bench = bench;
    this.peers = peers;
  }

  @Override
  public void run() throws IOException {
    List<Loaded<?>> all = peers.all();
    Report report = bench.report();
    report.title("Search with filters, one thread");
    report.head(
        "filter leaves",
        "store",
        "searches/s",
        "noise",
        "Quiver / it",
        "CPU us/search",
        "recall@10",
        "records found",
        "of them against the filter");
    for (Share share : SHARES) {
      List<Tuning.Tuned> tuned = all.stream().map(each -> peers.tuned(each, share)).toList();
      List<Rates> rates =
          Rounds.brief(bench).search(tuned.stream().map(Tuning.Tuned::searched).toList(), 1);
      for (int i = 0; i < all.size(); i++) {
        Found found = Found.by(tuned.get(i).searched(), share, bench.data());
        report.row(
            share.percent() + " %",
            all.get(i).name(),
            rates.get(i).median(),
            rates.get(i).perSecond().noisePercent(),
            Report.times(rates.getFirst().median() / rates.get(i).median()),
            rates.get(i).cpuMicros().median(),
            tuned.get(i).recall(),
            found.records(),
            found.wrong());
      }
    }
    report.line(
        "\nLucene and JVector are set to the least width that finds "
            + Settings.RECALL
            + " of what the filter leaves; Quiver is as it is without one; the others have"
            + " nothing to set. Found, and against the filter: means of "
            + CHECKED
            + " searches for "
            + Settings.K
            + ".");
  }

  /** Distinct records found by a search, and how many of them the filter rules out; means. */
  private record Found(double records, double wrong) {
    static Found by(Searched searched, Share share, Dataset data) {
      double records = 0;
      double wrong = 0;
      for (int query = 0; query < CHECKED; query++) {
        var found = new HashSet<>(searched.search(data.queries()[query]).records());
        records += found.size();
        wrong += found.stream().filter(record -> !share.holds(record)).count();
      }
      return new Found(records / CHECKED, wrong / CHECKED);
    }
  }
}
