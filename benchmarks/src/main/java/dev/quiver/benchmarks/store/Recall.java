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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The command that shows what becomes of the recall asked for: with any filter, after deletes, with
 * one shard and eight, quantised or not, and what it costs in searches per second.
 */
public final class Recall {
  private static final double[] TARGETS = {0.9, 0.95, 0.99};
  private static final double ALLOWED_BELOW = 0.02;
  private static final double WANTED_SPEED_UP = 1.5;
  private static final int DELETED_TENTHS = 3;

  /** With filters, most such searches look at everything, which no target makes faster. */
  private static final double NEARLY_ALL = 0.999;

  private static final long LEAST_NANOS = Duration.ofMillis(1200).toNanos();
  private static final long WARM_UP_NANOS = Duration.ofMillis(250).toNanos();

  /** Queries made with one target before the next one has its turn: noise hits all alike. */
  private static final int TURN = 50;

  private final Bench bench;
  private final List<Part> parts;
  private final boolean elsewhere;
  private final Positions positions;
  private double worst = Double.POSITIVE_INFINITY;
  private double leastSpeedUp = Double.POSITIVE_INFINITY;

  /** A collection that is measured. */
  private record Part(Quantization form, int shards) {
    static final List<Part> ALL =
        Arrays.stream(Quantization.values())
            .flatMap(form -> Stream.of(new Part(form, 1), new Part(form, 8)))
            .toList();

    @Override
    public String toString() {
      return form + "-" + shards;
    }
  }

  private Recall(Bench bench, List<Part> parts, boolean elsewhere) {
    this.bench = bench;
    this.parts = parts;
    this.elsewhere = elsewhere;
    this.positions = Positions.of(bench.data(), bench.settings().seed());
  }

  /**
   * Takes the arguments of {@link Compare}, and names of parts, {@code elsewhere} among them;
   * without any, all are measured.
   */
  public static void main(String[] arguments) throws IOException {
    var rest = new ArrayList<>(List.of(arguments));
    List<Part> named = Part.ALL.stream().filter(part -> rest.remove(part.toString())).toList();
    boolean elsewhere = rest.remove(ElsewherePart.NAME);
    boolean all = named.isEmpty() && !elsewhere;
    Settings settings;
    try {
      settings = Settings.parse(rest.toArray(String[]::new));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
      return;
    }
    int exitCode;
    try (Bench bench = Bench.of(settings)) {
      new Recall(bench, all ? Part.ALL : named, all || elsewhere).run();
      exitCode = bench.report().aims().exitCode();
    }
    System.exit(exitCode);
  }

  private void run() throws IOException {
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
    if (elsewhere) {
      new ElsewherePart(bench).run();
    }
    if (!parts.isEmpty()) {
      measureParts();
      verdict(report);
    }
  }

  private void measureParts() throws IOException {
    SelectedTruth whole = SelectedTruth.of(bench.data(), positions, record -> true, bench.crew());
    SelectedTruth rest =
        SelectedTruth.of(bench.data(), positions, record -> !isDeleted(record), bench.crew());
    for (Part part : parts) {
      try (QuiverEmbeddingStore store = open(part)) {
        load(store);
        store.admin().compact();
        measure(part.toString(), store, whole);
        store.removeAll(deleted());
        measure(part + ", 30 % deleted", store, rest);
      }
    }
  }

  private void verdict(Report report) {
    report.line(
        String.format(
            Locale.ROOT,
            "%nWorst recall against its target: %+.3f (%s at most %.2f below). Where 0.99 is not"
                + " nearly exact, a target of 0.9 is at least %s times as fast.",
            worst,
            report.aims().met(worst >= -ALLOWED_BELOW),
            ALLOWED_BELOW,
            report.aims().atLeast(leastSpeedUp, WANTED_SPEED_UP)));
  }

  private QuiverEmbeddingStore open(Part part) throws IOException {
    return QuiverEmbeddingStore.builder()
        .directory(bench.folder(part.toString()))
        .shards(part.shards())
        .durability(Durability.interval(Duration.ofSeconds(1)))
        .index(IndexOptions.defaults().quantization(part.form()))
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
    columns.add("0.9 against 0.99");
    report.head(columns.toArray(String[]::new));
    Selection everything = Selection.all().getFirst();
    int queries = bench.data().queries().length;
    Background.settle(
        bench.data().size(), number -> search(store, everything, number % queries, TARGETS[0]));
    for (Selection selection : Selection.all()) {
      var cells = new ArrayList<Object>(List.of(selection));
      rates(store, selection, WARM_UP_NANOS);
      double[] rates = rates(store, selection, LEAST_NANOS);
      boolean exact = false;
      for (int i = 0; i < TARGETS.length; i++) {
        double recall = recall(store, selection, truth, TARGETS[i]);
        exact = recall >= NEARLY_ALL; // at the last and highest target
        worst = Math.min(worst, recall - TARGETS[i]);
        cells.add(recall);
        cells.add(rates[i]);
      }
      double speedUp = rates[0] / rates[TARGETS.length - 1];
      cells.add(String.format(Locale.ROOT, "%.2f%s", speedUp, exact ? " (0.99 nearly exact)" : ""));
      leastSpeedUp = exact ? leastSpeedUp : Math.min(leastSpeedUp, speedUp);
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

  /**
   * Of one thread with each target, turn and turn about, whole rounds over the queries. No turn
   * asks what the one before has just brought into the processor's cache.
   */
  private double[] rates(QuiverEmbeddingStore store, Selection selection, long leastNanos) {
    int queries = bench.data().queries().length;
    var nanos = new long[TARGETS.length];
    long searches = 0;
    while (Arrays.stream(nanos).sum() < leastNanos) {
      for (int from = 0; from < queries; from += TURN) {
        for (int i = 0; i < TARGETS.length; i++) {
          long started = System.nanoTime();
          for (int query = from; query < Math.min(queries, from + TURN); query++) {
            search(store, selection, (query + i * queries / nanos.length) % queries, TARGETS[i]);
          }
          nanos[i] += System.nanoTime() - started;
        }
      }
      searches += queries;
    }
    var rates = new double[TARGETS.length];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = searches * 1e9 / nanos[i];
    }
    return rates;
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
