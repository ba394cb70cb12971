package dev.quiver.benchmarks.store;

import dev.quiver.store.Durability;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long the store takes to open, after a close and after a kill, and what it takes then. */
final class OpeningPart {
  private static final double AIM_SECONDS = 1;

  private final Bench bench;
  private final Quiver quiver;
  private final LoadingPart loading;
  private final double recall;

  OpeningPart(Bench bench, LoadingPart loading, double recall) {
    this.bench = bench;
    this.quiver = loading.quiver();
    this.loading = loading;
    this.recall = recall;
  }

  void run() throws IOException {
    Report report = bench.report();
    footprint();
    report.title("Opening, until the first search is answered");
    report.head("after", "seconds", "aim", "records", "seconds to close");
    var opens = new ArrayList<Double>();
    var closes = new ArrayList<Double>();
    for (int round = 0; round < bench.settings().rounds(); round++) {
      long started = System.nanoTime();
      quiver.close();
      closes.add(secondsSince(started));
      started = System.nanoTime();
      quiver.reopen(recall);
      quiver.search(bench.data().queries()[0]);
      opens.add(secondsSince(started));
    }
    double open = Figure.of(opens).median();
    report.row(
        "a close",
        open,
        open < AIM_SECONDS ? "meets < 1" : "misses < 1",
        quiver.count(),
        Figure.of(closes).median());
    killed("a kill, interval of 1 s", Quiver.INTERVAL, "interval");
    killed("a kill, every write", Durability.everyWrite(), "every-write");
    report.line(
        String.format(
            Locale.ROOT,
            "%nBehind a kill the log is replayed from the last commit of the index, which follows"
                + " every 64 MiB of commands or 20,000 of them. One commit at the end of a load"
                + " took %.2f s.",
            loading.flushSeconds()));
  }

  private static double secondsSince(long started) {
    return (System.nanoTime() - started) / 1e9;
  }

  private void killed(String after, Durability durability, String name) throws IOException {
    Path folder = bench.folder("killed-" + name);
    kill(folder, name);
    long started = System.nanoTime();
    try (var opened = new Quiver(folder, durability)) {
      opened.search(bench.data().queries()[0]);
      double open = secondsSince(started);
      bench.report().row(after, open, "", opened.count(), "");
    } finally {
      Bench.delete(folder);
    }
  }

  /** Lets another process add all records, and kills it when the last was acknowledged. */
  private void kill(Path folder, String durability) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), KilledLoad.class.getName()));
    command.add(folder.toString());
    command.add(durability);
    command.addAll(bench.settings().arguments());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      if (lines.lines().noneMatch(KilledLoad.DONE::equals)) {
        throw new IllegalStateException("the load to be killed ended by itself");
      }
    } finally {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  private void footprint() throws IOException {
    quiver.close();
    long before = Footprint.heap();
    quiver.reopen(recall);
    for (float[] query : bench.data().queries()) {
      quiver.search(query);
    }
    long heap = Footprint.heap() - before;
    int records = bench.data().size();
    Report report = bench.report();
    report.title("What the compacted store takes, open and searched with every query");
    report.head("bytes", "in all", "per record");
    row("heap", heap, records);
    row("disk", Footprint.disk(quiver.folder()), records);
    row("mapped files in memory", Footprint.mapped(quiver.folder()), records);
  }

  private void row(String what, long bytes, int records) {
    bench.report().row(what, bytes, bytes / records);
  }
}
