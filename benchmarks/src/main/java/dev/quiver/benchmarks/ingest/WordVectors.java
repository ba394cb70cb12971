package dev.quiver.benchmarks.ingest;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.Locale;

/** A model that is cheap and always the same: words counted by their hash, scaled to length 1. */
final class WordVectors implements EmbeddingModel {
  private static final int DIMENSION = 64;

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    return Response.from(segments.stream().map(WordVectors::vector).toList());
  }

  private static Embedding vector(TextSegment segment) {
    var vector = new float[DIMENSION];
    // Never a zero vector, whatever the words.
    vector[0] = 0.1f;
    for (String word : segment.text().toLowerCase(Locale.ROOT).split("\\W+", -1)) {
      vector[Math.floorMod(word.hashCode() * 31, DIMENSION)] += 1;
    }
    var embedding = Embedding.from(vector);
    embedding.normalize();
    return embedding;
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public String modelName() {
    return "words-" + DIMENSION;
  }
}
