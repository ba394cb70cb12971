package dev.quiver.benchmarks.store;

import dev.quiver.store.Durability;
import dev.quiver.store.Quantization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Bulk loads of the store and of Lucene in turn; the last load of each stays for the other parts.
 */
final class LoadingPart implements Part, AutoCloseable {
  private static final double AIM = 0.8;
  private static final int ROUNDS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  static final Duration WHOLE = Duration.ofDays(1);

  private final Bench bench;
  private final List<Ingestion> quiverLoads = new ArrayList<>();
  private final List<Ingestion> luceneLoads = new ArrayList<>();
  private final List<Contender> opened = new ArrayList<>();
  private @Nullable Loaded<Quiver> quiver;
  private @Nullable Loaded<RawLucene> lucene;
  private @Nullable Loaded<Quiver> quantised;
  private @Nullable Pair pair;

  LoadingPart(Bench bench) {
    this.bench = bench;
  }

  @Override
  public void run() throws IOException {
    warmUp();
    for (int round = 1; round < Math.min(ROUNDS, bench.settings().rounds()); round++) {
      quiverLoads.add(passing("quiver-" + round, folder -> new Quiver(folder, Form.PLAIN)));
      luceneLoads.add(passing("lucene-" + round, RawLucene::new));
    }
    quiver();
    lucene();
    Ingestion safe =
        passing(
            "quiver-safe", folder -> new Quiver(folder, Form.PLAIN.with(Durability.everyWrite())));
    Report report = bench.report();
    report.title("Bulk ingestion, from the first addAll until everything is on disk");
    report.head("contender", "records/s", "Quiver / it", "noise", "threads that call");
    double ours = quiverAdded().median();
    row("Quiver, interval of 1 s", quiverAdded(), "");
    row(
        "Lucene, same fields",
        luceneAdded(),
        report.aims().atLeast(ours / luceneAdded().median(), AIM));
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

  /** Records per second of all loads so far, as are the next ones. */
  Figure quiverAdded() {
    return rate(quiverLoads);
  }

  Figure luceneAdded() {
    return rate(luceneLoads);
  }

  private static Figure rate(List<Ingestion> loads) {
    return Figure.of(loads.stream().map(Ingestion::recordsPerSecond).toList());
  }

  /** So that who comes first does not pay for the compiler. */
  private void warmUp() throws IOException {
    Path folder = bench.folder("warm-up");
    try (var store = new Quiver(folder.resolve("quiver"), Form.PLAIN);
        var index = new RawLucene(folder.resolve("lucene"))) {
      for (Contender contender : List.of(store, index)) {
        Ingestion.of(contender, bench.data(), WARM_UP, bench.crew());
      }
    } finally {
      Bench.delete(folder);
    }
  }

  /** A load of which nothing stays. */
  private Ingestion passing(String name, Function<Path, Contender> maker) throws IOException {
    Path folder = bench.folder(name);
    try (Contender contender = maker.apply(folder)) {
      return Ingestion.of(contender, bench.data(), WHOLE, bench.crew());
    } finally {
      Bench.delete(folder);
    }
  }

  /** Loaded when first asked for, as are the others below. */
  Loaded<Quiver> quiver() throws IOException {
    Loaded<Quiver> made = quiver;
    if (made == null) {
      made = kept("quiver", folder -> new Quiver(folder, Form.PLAIN));
      quiverLoads.add(made.load());
      quiver = made;
    }
    return made;
  }

  Loaded<RawLucene> lucene() throws IOException {
    Loaded<RawLucene> made = lucene;
    if (made == null) {
      made = kept("lucene", RawLucene::new);
      luceneLoads.add(made.load());
      lucene = made;
    }
    return made;
  }

  /** The store with vectors of 8 bits, compacted. */
  Loaded<Quiver> quantised() throws IOException {
    Loaded<Quiver> made = quantised;
    if (made == null) {
      Form form = Form.PLAIN.with(Quantization.INT8);
      made = kept("quiver-int8", folder -> new Quiver(folder, form));
      made.contender().compact();
      made.contender().reopen(Settings.RECALL);
      quantised = made;
    }
    return made;
  }

  /** The store and Lucene, compacted, which they stay. */
  Pair pair() throws IOException {
    Pair made = pair;
    if (made == null) {
      made = Pair.of(quiver().contender(), lucene().contender(), bench.truths().whole());
      pair = made;
    }
    return made;
  }

  private <C extends Contender> Loaded<C> kept(String name, Function<Path, C> maker)
      throws IOException {
    Loaded<C> loaded = Loaded.of(bench, bench.folder(name), WHOLE, maker);
    opened.add(loaded.contender());
    return loaded;
  }

  @Override
  public void close() {
    opened.forEach(Contender::close);
  }
}
