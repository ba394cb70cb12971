package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Eight shards on one node beside one, at one recall. */
final class ShardsPart implements Part {
  private static final double AIM = 0.6;
  private static final int SHARDS = 8;

  private final Bench bench;
  private final LoadingPart loading;

  ShardsPart(Bench bench, LoadingPart loading) {
    this.bench = bench;
    this.loading = loading;
  }

  @Override
  public void run() throws IOException {
    Pair pair = loading.pair();
    Path folder = bench.folder("quiver-shards");
    try (var many = new Quiver(folder, Form.PLAIN.withShards(SHARDS))) {
      Ingestion load = Ingestion.of(many, bench.data(), LoadingPart.WHOLE, bench.crew());
      many.compact();
      many.reopen(Settings.RECALL);
      Tuning.Tuned split = Tuning.lowestTarget(many, bench.truths().whole(), Settings.RECALL);
      Report report = bench.report();
      report.title("Eight shards on one node beside one");
      report.head(
          "threads",
          "8 shards, searches/s",
          "noise",
          "1 shard, searches/s",
          "noise",
          "8 shards / 1",
          "by CPU time",
          "recall, 8 shards",
          "recall, 1 shard");
      for (int threads : new int[] {1, 2}) {
        List<Rates> rates =
            Rounds.whole(bench).search(List.of(split.searched(), pair.ours().searched()), threads);
        Rates eight = rates.get(0);
        Rates one = rates.get(1);
        report.row(
            threads,
            eight.median(),
            eight.perSecond().noisePercent(),
            one.median(),
            one.perSecond().noisePercent(),
            report.aims().atLeast(eight.median() / one.median(), AIM),
            Report.times(one.cpuMicros().median() / eight.cpuMicros().median()),
            split.recall(),
            pair.ours().recall());
      }
      report.line(
          "\nEach is asked for the lowest target that finds "
              + Settings.RECALL
              + ": "
              + split.effort()
              + " with eight shards, "
              + pair.ours().effort()
              + " with one. Eight were loaded at "
              + Math.round(load.recordsPerSecond())
              + " records/s.");
    } finally {
      Bench.delete(folder);
    }
  }
}
