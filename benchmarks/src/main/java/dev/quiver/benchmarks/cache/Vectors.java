package dev.quiver.benchmarks.cache;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.QuiverEmbeddingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Vectors in clusters with texts of a few hundred characters, and queries near some of them. */
public final class Vectors {
  public static final int DIMENSION = 384;

  private static final int CLUSTERS = 500;
  private static final int BATCH = 1_000;
  private static final int FOUND = 10;
  private static final double SPREAD = 0.6;

  private final SplittableRandom random;
  private final float[][] centres;

  public Vectors(long seed) {
    this.random = new SplittableRandom(seed);
    this.centres =
        IntStream.range(0, CLUSTERS).mapToObj(any -> gaussian(1)).toArray(float[][]::new);
  }

  private float[] gaussian(double scale) {
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (scale * random.nextGaussian());
    }
    return vector;
  }

  private Embedding next() {
    float[] vector = gaussian(SPREAD);
    float[] centre = centres[random.nextInt(CLUSTERS)];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] += centre[i];
    }
    return Embedding.from(vector);
  }

  public void fill(QuiverEmbeddingStore store, int records) {
    for (int from = 0; from < records; from += BATCH) {
      var ids = new ArrayList<String>();
      var embeddings = new ArrayList<Embedding>();
      var segments = new ArrayList<TextSegment>();
      for (int record = from; record < Math.min(records, from + BATCH); record++) {
        ids.add("record-" + record);
        embeddings.add(next());
        segments.add(
            TextSegment.from(
                ("word-" + record + " ").repeat(25), new Metadata().put("number", record)));
      }
      store.addAll(ids, embeddings, segments);
    }
    store.flush();
  }

  /** One that was never asked before. */
  EmbeddingSearchRequest request() {
    return EmbeddingSearchRequest.builder().queryEmbedding(next()).maxResults(FOUND).build();
  }

  public List<EmbeddingSearchRequest> requests(int count) {
    return IntStream.range(0, count).mapToObj(any -> request()).toList();
  }
}
