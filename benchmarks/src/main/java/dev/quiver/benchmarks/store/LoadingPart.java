package dev.quiver.benchmarks.store;

import dev.quiver.store.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bulk loads of the store and of Lucene in turn; the last load of each stays for searching. */
final class LoadingPart implements AutoCloseable {
  private static final double AIM = 0.8;
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final Bench bench;
  private final List<Ingestion> quiverLoads = new ArrayList<>();
  private final List<Ingestion> luceneLoads = new ArrayList<>();
  private @Nullable Quiver quiver;
  private @Nullable RawLucene lucene;

  LoadingPart(Bench bench) {
    this.bench = bench;
  }

  Quiver quiver() {
    return loaded(quiver);
  }

  RawLucene lucene() {
    return loaded(lucene);
  }

  private static <T> T loaded(@Nullable T made) {
    if (made == null) {
      throw new IllegalStateException("loading must be over first");
    }
    return made;
  }

  double quiverRate() {
    return rate(quiverLoads).median();
  }

  private static Figure rate(List<Ingestion> loads) {
    return Figure.of(loads.stream().map(Ingestion::recordsPerSecond).toList());
  }

  /** Seconds of the flush at the end of a load. */
  double flushSeconds() {
    return Figure.of(quiverLoads.stream().map(Ingestion::finishSeconds).toList()).median();
  }

  void run() throws IOException {
    warmUp();
    int rounds = Math.min(2, bench.settings().rounds());
    for (int round = 0; round < rounds; round++) {
      boolean kept = round == rounds - 1;
      loadQuiver("quiver-" + round, kept);
      loadLucene("lucene-" + round, kept);
    }
    Ingestion safe = loadSafely();
    Report report = bench.report();
    report.title("Bulk ingestion, from the first addAll until everything is on disk");
    report.head("contender", "records/s", "Quiver / it", "noise", "threads that call");
    double ours = quiverRate();
    row("Quiver, interval of 1 s", rate(quiverLoads), "");
    row(
        "Lucene, same fields",
        rate(luceneLoads),
        Report.aim(ours / rate(luceneLoads).median(), AIM));
    report.row(
        "Quiver, every write",
        safe.recordsPerSecond(),
        Report.times(ours / safe.recordsPerSecond()),
        "1 round",
        Crew.SIZE);
  }

  private void row(String name, Figure rate, String ratio) {
    bench.report().row(name, rate.median(), ratio, rate.noisePercent(), Crew.SIZE);
  }

  private void loadQuiver(String name, boolean kept) throws IOException {
    Path folder = bench.folder(name);
    var store = new Quiver(folder, Quiver.INTERVAL);
    quiver = store;
    quiverLoads.add(load(store));
    if (!kept) {
      store.close();
      Bench.delete(folder);
    }
  }

  private void loadLucene(String name, boolean kept) throws IOException {
    Path folder = bench.folder(name);
    var index = new RawLucene(folder);
    lucene = index;
    luceneLoads.add(load(index));
    if (!kept) {
      index.close();
      Bench.delete(folder);
    }
  }

  /** Also what a load that failed left open. */
  @Override
  public void close() {
    if (quiver != null) {
      quiver.close();
    }
    if (lucene != null) {
      lucene.close();
    }
  }

  private Ingestion loadSafely() throws IOException {
    Path folder = bench.folder("quiver-safe");
    try (var store = new Quiver(folder, Durability.everyWrite())) {
      return load(store);
    } finally {
      Bench.delete(folder);
    }
  }

  /** So that who comes first does not pay for the compiler. */
  private void warmUp() throws IOException {
    Path folder = bench.folder("warm-up");
    try (var store = new Quiver(folder.resolve("quiver"), Quiver.INTERVAL);
        var index = new RawLucene(folder.resolve("lucene"))) {
      for (Contender contender : List.of(store, index)) {
        Ingestion.of(contender, bench.data(), WARM_UP, bench.crew());
      }
    } finally {
      Bench.delete(folder);
    }
  }

  private Ingestion load(Contender contender) {
    var whole = Duration.ofDays(1);
    return Ingestion.of(contender, bench.data(), whole, bench.crew());
  }
}
