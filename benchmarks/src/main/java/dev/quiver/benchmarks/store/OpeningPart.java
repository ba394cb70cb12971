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

/** How long the stores take to open, after a close and, for Quiver, after a kill. */
final class OpeningPart implements Part {
  private static final double AIM_SECONDS = 1;

  private final Bench bench;
  private final PeersPart peers;

  OpeningPart(Bench bench, PeersPart peers) {
    this.bench = bench;
    this.peers = peers;
  }

  @Override
  public void run() throws IOException {
    Report report = bench.report();
    report.title("Opening, until the first search is answered");
    report.head("store", "after", "seconds", "aim", "records", "seconds to close");
    for (Loaded<?> each : peers.all()) {
      if (each.contender() instanceof Contender.Durable durable) {
        closed(durable, each.load().records());
      } else {
        report.row(
            each.name(), "keeps nothing", each.load().seconds(), "", each.load().records(), "");
      }
    }
    killed("a kill, interval of 1 s", Form.INTERVAL, "interval");
    killed("a kill, every write", Durability.everyWrite(), "every-write");
    report.line(
        "\nBehind a kill the log is replayed from the last commit of the index, which follows"
            + " every 64 MiB of commands or 20,000 of them. InMemoryEmbeddingStore is closed by"
            + " writing one file and opened by reading it, once. What keeps nothing is loaded"
            + " again.");
  }

  private void closed(Contender.Durable contender, int records) {
    boolean ours = contender instanceof Quiver;
    int rounds = contender instanceof InMemory ? 1 : bench.settings().rounds();
    var opens = new ArrayList<Double>();
    var closes = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      long started = System.nanoTime();
      contender.shut();
      closes.add(secondsSince(started));
      started = System.nanoTime();
      contender.open();
      contender.among(Share.ALL).search(bench.data().queries()[0]);
      opens.add(secondsSince(started));
    }
    double open = Figure.of(opens).median();
    Report report = bench.report();
    report.row(
        contender.name(),
        "a close",
        open,
        ours ? report.aims().met(open < AIM_SECONDS) + " < 1" : "",
        records,
        Figure.of(closes).median());
  }

  private static double secondsSince(long started) {
    return (System.nanoTime() - started) / 1e9;
  }

  private void killed(String after, Durability durability, String name) throws IOException {
    Path folder = bench.folder("killed-" + name);
    kill(folder, name);
    long started = System.nanoTime();
    try (var opened = new Quiver(folder, Form.PLAIN.with(durability))) {
      opened.matches(bench.data().queries()[0]);
      double open = secondsSince(started);
      bench.report().row(opened.name(), after, open, "", opened.store().count(), "");
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
}
