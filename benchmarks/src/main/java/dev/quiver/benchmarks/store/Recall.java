package dev.quiver.benchmarks.store;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.Durability;
import dev.quiver.store.IndexOptions;
import dev.quiver.store.Quantization;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The command that shows what becomes of the recall asked for: with any filter, after deletes, with
 * one shard and eight, quantised or not, and what it costs in searches per second.
 */
public final class Recall {
  private static final double[] TARGETS = {0.9, 0.95, 0.99};
  private static final double ALLOWED_BELOW = 0.02;
  private static final double WANTED_SPEED_UP = 1.5;
  private static final int DELETED_TENTHS = 3;
  private static final long LEAST_NANOS = Duration.ofMillis(400).toNanos();
  private static final long WARM_UP_NANOS = Duration.ofSeconds(3).toNanos();

  private final Bench bench;
  private final Positions positions;
  private double worst = Double.POSITIVE_INFINITY;
  private double leastSpeedUp = Double.POSITIVE_INFINITY;

  private Recall(Bench bench) {
    this.bench = bench;
    this.positions = Positions.of(bench.data(), bench.settings().seed());
  }

  /** Takes the arguments of {@link Compare}. */
  public static void main(String[] arguments) throws IOException {
    Settings settings;
    try {
      settings = Settings.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
      return;
    }
    boolean held;
    try (Bench bench = Bench.of(settings)) {
      held = new Recall(bench).run();
    }
    System.exit(held ? 0 : 1);
  }

  private boolean run() throws IOException {
    Report report = bench.report();
    report.line("# Recall asked for, and found\n");
    Machine.lines().forEach(report::line);
    report.line(
        String.format(
            Locale.ROOT,
            "- data: %s; %d records of dimension %d, %d queries, %d nearest, seed %d",
            bench.data().name(),
            bench.data().size(),
            bench.data().dimension(),
            bench.data().queries().length,
            Settings.K,
            bench.settings().seed()));
    SelectedTruth whole = SelectedTruth.of(bench.data(), positions, record -> true, bench.crew());
    SelectedTruth rest =
        SelectedTruth.of(bench.data(), positions, record -> !isDeleted(record), bench.crew());
    for (Quantization form : Quantization.values()) {
      for (int shards : new int[] {1, 8}) {
        try (QuiverEmbeddingStore store = open(form, shards)) {
          load(store);
          store.admin().compact();
          String name = shards + (shards == 1 ? " shard, " : " shards, ") + form;
          measure(name, store, whole);
          store.removeAll(deleted());
          measure(name + ", 30 % deleted", store, rest);
        }
      }
    }
    return verdict(report);
  }

  private boolean verdict(Report report) {
    boolean kept = worst >= -ALLOWED_BELOW;
    boolean faster = leastSpeedUp >= WANTED_SPEED_UP;
    report.line(
        String.format(
            Locale.ROOT,
            "%nWorst recall against its target: %+.3f (%s %.2f below). A target of 0.9 without a"
                + " filter is at least %.2f times as fast as 0.99 (%s %.1f).",
            worst,
            kept ? "keeps" : "breaks",
            ALLOWED_BELOW,
            leastSpeedUp,
            faster ? "meets" : "misses",
            WANTED_SPEED_UP));
    return kept && faster;
  }

  private QuiverEmbeddingStore open(Quantization form, int shards) throws IOException {
    return QuiverEmbeddingStore.builder()
        .directory(bench.folder(form + "-" + shards))
        .shards(shards)
        .durability(Durability.interval(Duration.ofSeconds(1)))
        .index(IndexOptions.defaults().quantization(form))
        .writeTimeout(Duration.ofMinutes(2))
        .build();
  }

  private void load(QuiverEmbeddingStore store) {
    Dataset data = bench.data();
    for (int from = 0; from < data.size(); from += Dataset.BATCH) {
      var ids = new ArrayList<String>();
      var embeddings = new ArrayList<Embedding>();
      var segments = new ArrayList<TextSegment>();
      for (int record = from; record < Math.min(data.size(), from + Dataset.BATCH); record++) {
        ids.add(Dataset.id(record));
        embeddings.add(Embedding.from(data.vector(record)));
        segments.add(
            TextSegment.from(
                "record " + record,
                new Metadata()
                    .put(Positions.RANDOM, positions.random(record))
                    .put(Positions.AXIS, positions.axis(record))));
      }
      store.addAll(ids, embeddings, segments);
    }
    store.flush();
  }

  private List<String> deleted() {
    return IntStream.range(0, bench.data().size())
        .filter(Recall::isDeleted)
        .mapToObj(Dataset::id)
        .toList();
  }

  private static boolean isDeleted(int record) {
    return Math.floorMod((record * 0x9E3779B97F4A7C15L) >>> 20, 10) < DELETED_TENTHS;
  }

  private void measure(String name, QuiverEmbeddingStore store, SelectedTruth truth) {
    Report report = bench.report();
    report.title(name);
    var columns = new ArrayList<>(List.of("filter"));
    for (double target : TARGETS) {
      columns.add("recall at " + target);
      columns.add("searches/s");
    }
    report.head(columns.toArray(String[]::new));
    Selection.all()
        .forEach(each -> rate(store, each, TARGETS[0], WARM_UP_NANOS / Selection.all().size()));
    for (Selection selection : Selection.all()) {
      var cells = new ArrayList<Object>(List.of(selection));
      var rates = new ArrayList<Double>();
      for (double target : TARGETS) {
        double recall = recall(store, selection, truth, target);
        double rate = rate(store, selection, target);
        worst = Math.min(worst, recall - target);
        rates.add(rate);
        cells.add(recall);
        cells.add(rate);
      }
      if (selection.kind() == Selection.Kind.ALL) {
        leastSpeedUp = Math.min(leastSpeedUp, rates.getFirst() / rates.getLast());
      }
      report.row(cells.toArray());
    }
  }

  private double recall(
      QuiverEmbeddingStore store, Selection selection, SelectedTruth truth, double target) {
    long right = 0;
    long wanted = 0;
    for (int query = 0; query < bench.data().queries().length; query++) {
      List<Integer> found =
          search(store, selection, query, target).stream()
              .map(match -> Dataset.number(match.embeddingId()))
              .toList();
      int there = truth.wanted(selection, query);
      if (found.size() != there) {
        throw new IllegalStateException(
            "found must be " + there + " under " + selection + ", but was " + found.size());
      }
      right += Math.min(there, truth.right(selection, query, found));
      wanted += there;
    }
    return (double) right / wanted;
  }

  /** Of one thread, whole rounds over the queries. */
  private double rate(QuiverEmbeddingStore store, Selection selection, double target) {
    return rate(store, selection, target, LEAST_NANOS);
  }

  private double rate(
      QuiverEmbeddingStore store, Selection selection, double target, long leastNanos) {
    int queries = bench.data().queries().length;
    long searches = 0;
    long started = System.nanoTime();
    while (System.nanoTime() - started < leastNanos) {
      for (int query = 0; query < queries; query++) {
        search(store, selection, query, target);
      }
      searches += queries;
    }
    return searches * 1e9 / (System.nanoTime() - started);
  }

  private List<EmbeddingMatch<TextSegment>> search(
      QuiverEmbeddingStore store, Selection selection, int query, double target) {
    var request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(bench.data().queries()[query]))
            .maxResults(Settings.K)
            .filter(selection.filter(positions, query))
            .build();
    return store.search(request, SearchOptions.defaults().withRecall(target)).matches();
  }
}
