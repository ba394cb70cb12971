package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** The other stores that can be had, loaded and searched in the same process. */
final class PeersPart {
  /** Searches through the records of a brute-force store, to see that it finds the neighbours. */
  private static final int RECALL_QUERIES = 50;

  private final Bench bench;
  private final Quiver quiver;
  private final double quiverRate;

  /** A contender with what it holds and takes. */
  private record Peer(Contender contender, Path folder, Ingestion load, long heap) {}

  PeersPart(Bench bench, Quiver quiver, double quiverRate) {
    this.bench = bench;
    this.quiver = quiver;
    this.quiverRate = quiverRate;
  }

  void run() throws IOException {
    List<Peer> peers = new ArrayList<>();
    try {
      Path none = bench.folder("none");
      peers.add(load(none, InMemory::new));
      Path lucene = bench.folder("community-lucene");
      peers.add(load(lucene, () -> CommunityLucene.in(lucene)));
      Path duckDb = bench.folder("duckdb");
      peers.add(load(duckDb, () -> new DuckDb(duckDb)));
      peers.add(load(none, () -> new JVector(bench.data().dimension())));
      report(peers);
    } finally {
      peers.forEach(peer -> peer.contender().close());
    }
  }

  private Peer load(Path folder, Supplier<Contender> maker) {
    long before = Footprint.heap();
    Contender contender = maker.get();
    Ingestion load = Ingestion.of(contender, bench.data(), bench.settings().budget(), bench.crew());
    return new Peer(contender, folder, load, Footprint.heap() - before);
  }

  private void report(List<Peer> peers) throws IOException {
    var contenders = new ArrayList<Contender>();
    contenders.add(quiver);
    var recalls = new ArrayList<Double>();
    for (Peer peer : peers) {
      recalls.add(recall(peer));
      contenders.add(peer.contender());
    }
    var rounds = new Rounds(bench.data(), bench.settings(), bench.crew());
    Map<String, Rates> one = rounds.search(contenders, 1);
    Map<String, Rates> two = rounds.search(contenders, 2);
    Report report = bench.report();
    report.title("Other stores, in the same run");
    report.head(
        "store",
        "records held",
        "added/s",
        "Quiver / it",
        "searches/s, 1 thread",
        "noise",
        "Quiver / it",
        "searches/s, 2 threads",
        "Quiver / it",
        "recall@10",
        "heap bytes/record",
        "disk bytes/record");
    Rates ours1 = Objects.requireNonNull(one.get(quiver.name()));
    Rates ours2 = Objects.requireNonNull(two.get(quiver.name()));
    for (int i = 0; i < peers.size(); i++) {
      Peer peer = peers.get(i);
      Rates theirs1 = Objects.requireNonNull(one.get(peer.contender().name()));
      Rates theirs2 = Objects.requireNonNull(two.get(peer.contender().name()));
      report.row(
          peer.contender().name(),
          peer.load().records(),
          peer.load().recordsPerSecond(),
          Report.times(quiverRate / peer.load().recordsPerSecond()),
          theirs1.median(),
          theirs1.perSecond().noisePercent(),
          Report.times(ours1.median() / theirs1.median()),
          theirs2.median(),
          Report.times(ours2.median() / theirs2.median()),
          recalls.get(i),
          peer.heap() / peer.load().records(),
          Footprint.disk(peer.folder()) / peer.load().records());
    }
    report.line(
        "\nA store that had not taken all records within "
            + bench.settings().budget().toSeconds()
            + " s holds what it took by then, and is searched with that. JVector has vectors"
            + " alone; DuckDB's memory is not on the heap; LuceneEmbeddingStore gives no vectors"
            + " back.");
  }

  private double recall(Peer peer) {
    Truth truth = Truth.of(bench.data(), peer.load().records(), bench.crew());
    if (peer.contender() instanceof Contender.Tunable tunable) {
      return Tuning.narrowest(tunable, truth, Settings.RECALL);
    }
    return truth.recall(peer.contender(), Math.min(RECALL_QUERIES, bench.data().queries().length));
  }
}
