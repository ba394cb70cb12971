package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;

/**
 * An embedding model without a model: every run of up to three letters adds to a component picked
 * by its hash. Equal texts have equal vectors, texts with letters in common have near ones, and all
 * vectors have length 1.
 */
final class HashedTextModel implements EmbeddingModel {
  private static final int DIMENSION = 64;
  private static final int LONGEST_RUN = 3;

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    return Response.from(segments.stream().map(segment -> vectorOf(segment.text())).toList());
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  private static Embedding vectorOf(String text) {
    var vector = new float[DIMENSION];
    vector[0] = 1; // shared by all texts, so that none is the zero vector
    for (int from = 0; from < text.length(); from++) {
      for (int to = from + 1; to <= Math.min(text.length(), from + LONGEST_RUN); to++) {
        vector[Math.floorMod(text.substring(from, to).hashCode(), DIMENSION)] += 1;
      }
    }
    Embedding embedding = Embedding.from(vector);
    embedding.normalize();
    return embedding;
  }
}
