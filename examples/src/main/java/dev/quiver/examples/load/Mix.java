package dev.quiver.examples.load;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.util.List;
import java.util.random.RandomGenerator;

/** Which query is asked next. */
enum Mix {
  /** Every query is as likely as any other: a cache has them all soon, if it has the room. */
  UNIFORM("every query alike") {
    @Override
    EmbeddingSearchRequest next(RandomGenerator random, List<EmbeddingSearchRequest> queries) {
      return any(random, queries);
    }
  },

  /** What users do: most of them ask the same few things, the others what nobody asked before. */
  HOT("80 % on 5 queries") {
    @Override
    EmbeddingSearchRequest next(RandomGenerator random, List<EmbeddingSearchRequest> queries) {
      return random.nextDouble() < HOT_SHARE
          ? any(random, queries.subList(0, Math.min(HOT_QUERIES, queries.size())))
          : fresh(random, any(random, queries));
    }
  };

  private static final int HOT_QUERIES = 5;
  private static final double HOT_SHARE = 0.8;
  private static final double NUDGE = 1e-3;

  private final String words;

  Mix(String words) {
    this.words = words;
  }

  abstract EmbeddingSearchRequest next(
      RandomGenerator random, List<EmbeddingSearchRequest> queries);

  String words() {
    return words;
  }

  private static EmbeddingSearchRequest any(
      RandomGenerator random, List<EmbeddingSearchRequest> queries) {
    return queries.get(random.nextInt(queries.size()));
  }

  /** As hard to answer as the given one, and no cache has its answer. */
  private static EmbeddingSearchRequest fresh(RandomGenerator random, EmbeddingSearchRequest like) {
    float[] vector = like.queryEmbedding().vector().clone();
    for (int i = 0; i < vector.length; i++) {
      vector[i] *= (float) (1 + NUDGE * random.nextGaussian());
    }
    return EmbeddingSearchRequest.builder()
        .queryEmbedding(Embedding.from(vector))
        .maxResults(like.maxResults())
        .build();
  }
}
