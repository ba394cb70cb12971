package dev.quiver.benchmarks.stress;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.QuiverEmbeddingStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Generated records around some hundred centres, and queries near them. */
record Records(int count, long seed) {
  static final int DIMENSION = 128;
  private static final int BATCH = 1_000;
  private static final int CENTRES = 200;
  private static final int QUERIES = 1_000;
  private static final int NEAREST = 10;

  void into(QuiverEmbeddingStore store) {
    var random = new SplittableRandom(seed);
    for (int from = 0; from < count; from += BATCH) {
      var ids = new ArrayList<String>();
      var embeddings = new ArrayList<Embedding>();
      for (int i = from; i < Math.min(count, from + BATCH); i++) {
        ids.add(String.format(Locale.ROOT, "record-%08d", i));
        embeddings.add(embedding(random));
      }
      store.addAll(ids, embeddings, null);
    }
    store.admin().compact();
    store.flush();
  }

  List<EmbeddingSearchRequest> queries() {
    var random = new SplittableRandom(~seed);
    var queries = new ArrayList<EmbeddingSearchRequest>(QUERIES);
    for (int i = 0; i < QUERIES; i++) {
      queries.add(query(embedding(random), NEAREST));
    }
    return queries;
  }

  static EmbeddingSearchRequest query(Embedding vector, int nearest) {
    return EmbeddingSearchRequest.builder().queryEmbedding(vector).maxResults(nearest).build();
  }

  private static Embedding embedding(SplittableRandom random) {
    var centre = new SplittableRandom(random.nextInt(CENTRES));
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (centre.nextGaussian() + 0.7 * random.nextGaussian());
    }
    return Embedding.from(vector);
  }
}
