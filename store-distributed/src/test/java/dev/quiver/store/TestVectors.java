package dev.quiver.store;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Vectors, segments and requests as the tests need them. */
final class TestVectors {
  static final int DIMENSION = 3;
  static final Embedding X = vector(1, 0, 0);
  static final Embedding Y = vector(0, 1, 0);
  static final Embedding Z = vector(0, 0, 1);

  private TestVectors() {}

  static Embedding vector(float... components) {
    return Embedding.from(components);
  }

  static Embedding random(RandomGenerator random, int dimension) {
    var vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embedding.from(vector);
  }

  static TextSegment segment(String text, Map<String, ?> metadata) {
    return TextSegment.from(text, Metadata.from(metadata));
  }

  static EmbeddingSearchRequest near(Embedding query, int limit) {
    return near(query, limit, null);
  }

  static EmbeddingSearchRequest near(Embedding query, int limit, @Nullable Filter filter) {
    return EmbeddingSearchRequest.builder()
        .queryEmbedding(query)
        .maxResults(limit)
        .filter(filter)
        .build();
  }

  static List<String> ids(Collection<EmbeddingMatch<TextSegment>> matches) {
    return matches.stream().map(EmbeddingMatch::embeddingId).toList();
  }

  /** Null, where a program without null checks might pass one. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // that is the point of it
  static <T> T none() {
    return null;
  }
}
