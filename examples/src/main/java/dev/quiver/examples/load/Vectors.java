package dev.quiver.examples.load;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What is stored, and what is asked.
 *
 * @param origin for the reader of the report
 */
record Vectors(String origin, List<Embedding> records, List<EmbeddingSearchRequest> queries) {
  static final int NEAREST = 10;
  private static final int QUERIES = 1_000;

  /** As many groups as a real corpus of some ten thousand texts has topics. */
  private static final int CENTRES = 200;

  /** How far a vector is from its centre: neighbours are near, and groups overlap. */
  private static final double SPREAD = 0.7;

  Vectors {
    records = List.copyOf(records);
    queries = List.copyOf(queries);
    if (records.isEmpty() || queries.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a load test needs at least one record and one query, but had %d and %d",
              records.size(),
              queries.size()));
    }
  }

  /** Around some centres, as the vectors of real texts are. */
  static Vectors generated(int count, int dimension, long seed) {
    var random = new SplittableRandom(seed);
    float[][] centres = new float[CENTRES][];
    for (int i = 0; i < CENTRES; i++) {
      centres[i] = near(new float[dimension], 1, random);
    }
    var vectors = new ArrayList<Embedding>();
    for (int i = 0; i < count + QUERIES; i++) {
      vectors.add(Embedding.from(near(centres[random.nextInt(CENTRES)], SPREAD, random)));
    }
    String origin =
        String.format(
            Locale.ROOT,
            "%,d generated vectors of %d components around %d centres, seed %d",
            count,
            dimension,
            CENTRES,
            seed);
    return split(origin, vectors, QUERIES);
  }

  private static float[] near(float[] centre, double spread, SplittableRandom random) {
    var vector = new float[centre.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (centre[i] + spread * random.nextGaussian());
    }
    return vector;
  }

  /** The last ones are asked, and not stored; a tenth of them where there are few. */
  static Vectors given(String origin, List<Embedding> vectors) {
    return split(origin, vectors, Math.min(QUERIES, vectors.size() / 10));
  }

  private static Vectors split(String origin, List<Embedding> vectors, int queries) {
    int records = vectors.size() - queries;
    return new Vectors(
        origin,
        vectors.subList(0, records),
        vectors.subList(records, vectors.size()).stream().map(Vectors::query).toList());
  }

  private static EmbeddingSearchRequest query(Embedding vector) {
    return EmbeddingSearchRequest.builder().queryEmbedding(vector).maxResults(NEAREST).build();
  }
}
