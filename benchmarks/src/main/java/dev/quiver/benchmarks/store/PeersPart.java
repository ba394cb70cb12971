package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The other stores that can be had, loaded and searched in the same process. */
final class PeersPart implements Part, AutoCloseable {
  /** Searches through the records of a brute-force store, to see that it finds the neighbours. */
  private static final int RECALL_QUERIES = 50;

  private final Bench bench;
  private final LoadingPart loading;
  private final List<Loaded<?>> peers = new ArrayList<>();

  PeersPart(Bench bench, LoadingPart loading) {
    this.bench = bench;
    this.loading = loading;
  }

  /** Loaded when first asked for. */
  List<Loaded<?>> peers() throws IOException {
    if (peers.isEmpty()) {
      load("jvector", folder -> new JVector(bench.data().dimension()));
      load("in-memory", InMemory::new);
      load("community-lucene", CommunityLucene::new);
      load("duckdb", DuckDb::new);
    }
    return peers;
  }

  private void load(String name, Function<Path, Contender> maker) throws IOException {
    peers.add(Loaded.of(bench, bench.folder(name), bench.settings().budget(), maker));
  }

  /** Quiver and Lucene first, both compacted. */
  List<Loaded<?>> all() throws IOException {
    loading.pair();
    var all = new ArrayList<Loaded<?>>(List.of(loading.quiver(), loading.lucene()));
    all.addAll(peers());
    return all;
  }

  /** What it finds among a share of the records, at the least effort that finds enough. */
  Tuning.Tuned tuned(Loaded<?> loaded, Share share) {
    Truth truth = bench.truths().of(share, loaded.load().records());
    if (loaded.contender() instanceof Contender.Tunable tunable) {
      return Tuning.narrowest(tunable, share, truth, Settings.RECALL);
    }
    Searched searched = loaded.contender().among(share);
    boolean fast = loaded.contender() instanceof Quiver;
    int queries = fast ? truth.queries() : Math.min(RECALL_QUERIES, truth.queries());
    return new Tuning.Tuned(searched, 0, truth.recall(searched, queries));
  }

  @Override
  public void run() throws IOException {
    List<Loaded<?>> all = all();
    List<Tuning.Tuned> tuned = all.stream().map(each -> tuned(each, Share.ALL)).toList();
    List<Searched> searched = tuned.stream().map(Tuning.Tuned::searched).toList();
    List<Rates> one = Rounds.brief(bench).search(searched, 1);
    List<Rates> two = Rounds.brief(bench).search(searched, 2);
    Report report = bench.report();
    report.title("All stores");
    report.head(
        "store",
        "records held",
        "added/s",
        "Quiver / it",
        "searches/s, 1 thread",
        "noise",
        "Quiver / it",
        "CPU us/search",
        "searches/s, 2 threads",
        "Quiver / it",
        "recall@10",
        "heap bytes/record",
        "disk bytes/record");
    List<Double> added = added();
    for (int i = 0; i < all.size(); i++) {
      Loaded<?> each = all.get(i);
      int records = each.load().records();
      report.row(
          each.name(),
          records,
          added.get(i),
          Report.times(added.getFirst() / added.get(i)),
          one.get(i).median(),
          one.get(i).perSecond().noisePercent(),
          Report.times(one.getFirst().median() / one.get(i).median()),
          one.get(i).cpuMicros().median(),
          two.get(i).median(),
          Report.times(two.getFirst().median() / two.get(i).median()),
          tuned.get(i).recall(),
          each.heap() / records,
          Footprint.disk(each.folder()) / records);
    }
    report.line(
        "\n"
            + "Added: the median of all loads of Quiver and of Lucene, one load of the others. A"
            + " store that had not taken all records within "
            + bench.settings().budget().toSeconds()
            + " s holds what it took by then, and is searched with that. Lucene gives the numbers"
            + " of documents and LuceneEmbeddingStore no vectors; JVector has vectors alone;"
            + " DuckDB's memory is not on the heap. Heap is what was added by a load.");
  }

  /** Records per second, in the order of {@link #all()}. */
  private List<Double> added() {
    var added =
        new ArrayList<>(List.of(loading.quiverAdded().median(), loading.luceneAdded().median()));
    peers.forEach(peer -> added.add(peer.load().recordsPerSecond()));
    return added;
  }

  @Override
  public void close() {
    peers.forEach(peer -> peer.contender().close());
  }
}
