package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes a record takes on disk, on the heap and in mapped files, after searches that began with
 * nothing of the files in memory.
 */
final class MemoryPart implements Part {
  private static final int SEARCHES = 10_000;

  private final Bench bench;
  private final LoadingPart loading;

  MemoryPart(Bench bench, LoadingPart loading) {
    this.bench = bench;
    this.loading = loading;
  }

  @Override
  public void run() throws IOException {
    Pair pair = loading.pair();
    Report report = bench.report();
    report.title("Bytes a record, after 10,000 searches from a cold page cache");
    report.head("store", "heap", "mapped and touched", "both", "disk", "index on disk");
    row("Quiver, NONE", pair.quiver(), pair.quiver().folder(), pair.ours().searched());
    Quiver small = loading.quantised().contender();
    row("Quiver, INT8", small, small.folder(), small.among(Share.ALL));
    row("Lucene", pair.lucene(), pair.lucene().folder(), pair.theirs().searched());
    report.line(
        "\nEach is closed, opened, and its files dropped from the page cache once it is open, since"
            + " opening reads every file against its checksum. The searches are the queries and,"
            + " for the rest, records as queries. Touched pages count with the neighbours the"
            + " system maps with them. Quiver's disk holds the log beside the index.");
  }

  private void row(String name, Contender.Durable contender, Path folder, Searched searched)
      throws IOException {
    contender.shut();
    long before = Footprint.heap();
    contender.open();
    boolean cold = PageCache.drop(folder);
    for (float[] query : queries()) {
      searched.search(query);
    }
    long heap = Footprint.heap() - before;
    long mapped = Footprint.mapped(folder);
    boolean known = cold && mapped >= 0;
    int records = bench.data().size();
    bench
        .report()
        .row(
            name,
            heap / records,
            known ? mapped / records : "not measurable here",
            known ? (heap + mapped) / records : "not measurable here",
            Footprint.disk(folder) / records,
            Footprint.index(folder) / records);
  }

  private Iterable<float[]> queries() {
    var queries = new ArrayList<>(List.of(bench.data().queries()));
    int step = Math.max(1, bench.data().size() / SEARCHES);
    for (int i = 0; queries.size() < SEARCHES; i++) {
      queries.add(bench.data().vector(i * step % bench.data().size()));
    }
    return queries;
  }
}
