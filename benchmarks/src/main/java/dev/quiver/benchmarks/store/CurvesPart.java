package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Recall against throughput, from little effort to much, of everything that can be set. */
final class CurvesPart implements Part {
  static final String FILE = "recall-throughput.svg";

  private static final List<Double> TARGETS =
      List.of(0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995);
  private static final List<Integer> WIDTHS = List.of(10, 14, 20, 30, 45, 70, 110, 180, 300);

  private final Bench bench;
  private final LoadingPart loading;
  private final PeersPart peers;

  /** A search at one effort, and what it finds. */
  private record Setting(String store, String effort, Searched searched, double recall) {}

  CurvesPart(Bench bench, LoadingPart loading, PeersPart peers) {
    this.bench = bench;
    this.loading = loading;
    this.peers = peers;
  }

  @Override
  public void run() throws IOException {
    var settings = new ArrayList<Setting>();
    settings.addAll(targets("Quiver", loading.pair().quiver()));
    settings.addAll(targets("Quiver INT8", loading.quantised().contender()));
    for (Loaded<?> each : peers.all()) {
      if (each.contender() instanceof Contender.Tunable tunable) {
        settings.addAll(widths(tunable, each.load().records()));
      } else if (!(each.contender() instanceof Quiver)) {
        Tuning.Tuned only = peers.tuned(each, Share.ALL);
        settings.add(new Setting(each.name(), "", only.searched(), only.recall()));
      }
    }
    report(settings);
  }

  private List<Setting> targets(String name, Quiver quiver) {
    var settings = new ArrayList<Setting>();
    for (double target : TARGETS) {
      Searched searched = quiver.aimedAt(target);
      double recall = bench.truths().whole().recall(searched);
      settings.add(new Setting(name, "target " + target, searched, recall));
    }
    return settings;
  }

  private List<Setting> widths(Contender.Tunable tunable, int records) {
    Truth truth = bench.truths().of(Share.ALL, records);
    var settings = new ArrayList<Setting>();
    for (int width : WIDTHS) {
      Searched searched = tunable.among(Share.ALL, width);
      settings.add(new Setting(tunable.name(), "width " + width, searched, truth.recall(searched)));
    }
    return settings;
  }

  private void report(List<Setting> settings) {
    List<Rates> rates =
        Rounds.brief(bench).search(settings.stream().map(Setting::searched).toList(), 1);
    Report report = bench.report();
    report.title("Recall against searches per second, one thread");
    report.head("store", "effort", "recall@10", "searches/s", "noise", "CPU us/search");
    var plot = new CurvePlot();
    for (int i = 0; i < settings.size(); i++) {
      Setting setting = settings.get(i);
      double perSecond = rates.get(i).median();
      report.row(
          setting.store(),
          setting.effort(),
          setting.recall(),
          perSecond,
          rates.get(i).perSecond().noisePercent(),
          rates.get(i).cpuMicros().median());
      plot.add(setting.store(), setting.recall(), perSecond);
    }
    report.file(
        FILE,
        plot.svg(
            String.format(
                Locale.ROOT,
                "%,d vectors of dimension %d, %d nearest, one thread",
                bench.data().size(),
                bench.data().dimension(),
                Settings.K)));
  }
}
