package dev.quiver.benchmarks.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.Durability;
import dev.quiver.store.QuiverEmbeddingStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.apache.lucene.util.VectorUtil;

/**
 * What is found of the recall asked for where searches come from elsewhere than the records:
 * questions, another language, any direction; for few and for many wanted, and right after a
 * restart.
 */
final class ElsewherePart implements Part {
  static final String NAME = "elsewhere";

  private static final double TARGET = 0.95;
  private static final double ALLOWED_BELOW = 0.02;
  private static final int[] WANTED = {1, 10, 100, 200};
  private static final int QUERIES = 300;

  /** Sums of the same products in another order differ by less. */
  private static final double ROUNDING = 1e-6;

  private final Bench bench;

  /** A collection, and searches in it by where they come from. */
  private record Collection(String name, float[][] vectors, Map<String, float[][]> queries) {}

  ElsewherePart(Bench bench) {
    this.bench = bench;
  }

  @Override
  public void run() throws IOException {
    Report report = bench.report();
    report.title("Searches from elsewhere, " + TARGET + " asked for, one shard");
    var columns = new ArrayList<>(List.of("collection", "searches"));
    for (int wanted : WANTED) {
      columns.add("recall at " + wanted);
      columns.add("searches/s");
    }
    report.head(columns.toArray(String[]::new));
    double worst = Math.min(measure(data()), measure(clusters()));
    report.line(
        String.format(
            Locale.ROOT,
            "%nWorst recall against its target: %+.3f (%s at most %.2f below).",
            worst - TARGET,
            report.aims().met(worst >= TARGET - ALLOWED_BELOW),
            ALLOWED_BELOW));
  }

  private Collection data() throws IOException {
    Dataset data = bench.data();
    var vectors = new float[data.size()][];
    Arrays.setAll(vectors, data::vector);
    var queries = new LinkedHashMap<String, float[][]>();
    queries.put("like the records", first(data.queries()));
    queries.putAll(Questions.beside(bench.settings().source(), data.dimension(), QUERIES));
    queries.put("any direction", directions(data.dimension()));
    return new Collection(data.name(), vectors, queries);
  }

  private Collection clusters() {
    var clusters = new ClusteredData(bench.settings().seed());
    float[][] vectors = clusters.vectors(Math.min(ClusteredData.RECORDS, bench.data().size()));
    var queries = new LinkedHashMap<String, float[][]>();
    queries.put("like the records", clusters.vectors(QUERIES));
    queries.put("any direction", directions(ClusteredData.DIMENSION));
    return new Collection("clusters", vectors, queries);
  }

  private static float[][] first(float[][] queries) {
    return Arrays.copyOf(queries, Math.min(QUERIES, queries.length));
  }

  private float[][] directions(int dimension) {
    var random = new SplittableRandom(bench.settings().seed());
    var directions = new float[QUERIES][dimension];
    for (float[] direction : directions) {
      for (int i = 0; i < dimension; i++) {
        direction[i] = (float) random.nextGaussian();
      }
      VectorFiles.toLengthOne(direction);
    }
    return directions;
  }

  /** Returns the least recall. */
  private double measure(Collection collection) throws IOException {
    Path folder = bench.folder(NAME + "-" + collection.vectors()[0].length);
    try (QuiverEmbeddingStore store = open(folder)) {
      for (int from = 0; from < collection.vectors().length; from += Dataset.BATCH) {
        var ids = new ArrayList<String>();
        var embeddings = new ArrayList<Embedding>();
        int to = Math.min(collection.vectors().length, from + Dataset.BATCH);
        for (int record = from; record < to; record++) {
          ids.add(Dataset.id(record));
          embeddings.add(Embedding.from(collection.vectors()[record]));
        }
        store.addAll(ids, embeddings, null);
      }
      store.flush();
      store.admin().compact();
      store.flush();
    }
    double worst = 1;
    try (QuiverEmbeddingStore store = open(folder)) {
      for (Map.Entry<String, float[][]> queries : collection.queries().entrySet()) {
        var cells = new ArrayList<Object>(List.of(collection.name(), queries.getKey()));
        double[][] last = lastWanted(collection.vectors(), queries.getValue());
        for (int i = 0; i < WANTED.length; i++) {
          worst = Math.min(worst, measure(store, queries.getValue(), last[i], WANTED[i], cells));
        }
        bench.report().row(cells.toArray());
      }
    }
    return worst;
  }

  private static QuiverEmbeddingStore open(Path folder) {
    return QuiverEmbeddingStore.builder()
        .directory(folder)
        .durability(Durability.interval(Duration.ofSeconds(1)))
        .writeTimeout(Duration.ofMinutes(2))
        .build();
  }

  private static double measure(
      QuiverEmbeddingStore store,
      float[][] queries,
      double[] lastWanted,
      int wanted,
      List<Object> cells) {
    long right = 0;
    long nanos = 0;
    for (int query = 0; query < queries.length; query++) {
      var request =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(Embedding.from(queries[query]))
              .maxResults(wanted)
              .build();
      long started = System.nanoTime();
      List<EmbeddingMatch<TextSegment>> found = store.search(request).matches();
      nanos += System.nanoTime() - started;
      double least = (1 + lastWanted[query]) / 2 - ROUNDING;
      right += found.stream().filter(match -> match.score() >= least).count();
    }
    double recall = (double) right / ((long) wanted * queries.length);
    cells.add(recall);
    cells.add(queries.length * 1e9 / nanos);
    return recall;
  }

  /** For each number wanted, the product of each query with the last of so many nearest. */
  private double[][] lastWanted(float[][] vectors, float[][] queries) {
    var last = new double[WANTED.length][queries.length];
    var tasks = new ArrayList<Callable<Boolean>>();
    for (int query = 0; query < queries.length; query++) {
      int number = query;
      tasks.add(
          () -> {
            var products = new float[vectors.length];
            for (int record = 0; record < vectors.length; record++) {
              products[record] = VectorUtil.dotProduct(vectors[record], queries[number]);
            }
            Arrays.sort(products);
            for (int i = 0; i < WANTED.length; i++) {
              last[i][number] = products[vectors.length - WANTED[i]];
            }
            return true;
          });
    }
    bench.crew().all(tasks);
    return last;
  }
}
