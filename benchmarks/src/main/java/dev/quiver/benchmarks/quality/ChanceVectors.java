package dev.quiver.benchmarks.quality;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.SplittableRandom;

/** Vectors without a meaning, for searches that look at words alone. */
final class ChanceVectors implements EmbeddingModel {
  private static final int DIMENSION = 8;

  private final SplittableRandom random = new SplittableRandom(1);

  @Override
  public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
    return Response.from(segments.stream().map(any -> next()).toList());
  }

  private Embedding next() {
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return Embedding.from(vector);
  }
}
