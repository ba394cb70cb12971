package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.VectorScorer;

/**
 * What is looked for. It knows two scores: a fast one in single precision, on the vectors as
 * indexed, and the final one. They differ by less than {@link #margin}.
 */
final class Target {
  private final ShardQuery query;
  private final Similarity similarity;
  private final float[] indexed;
  private final BooleanSupplier cancelled;
  private final float margin;

  Target(ShardQuery query, View view, BooleanSupplier cancelled) {
    this.query = query;
    this.similarity = view.similarity();
    this.indexed = VectorField.indexed(query.vector(), similarity);
    this.cancelled = cancelled;
    this.margin = margin(indexed, similarity);
  }

  /**
   * A sum of n products of floats is off by at most n roundings of 2^-24, each of what the vectors'
   * lengths allow; a few more are for scaling and for the step from the sum to the score. A sum of
   * squares is off by such a part of itself, and so is the score.
   */
  private static float margin(float[] vector, Similarity similarity) {
    double longest = similarity == Similarity.EUCLIDEAN ? 1 : VectorField.length(vector);
    return (float) ((vector.length + 16) * 0x1p-24 * Math.max(1, longest) * 1.002);
  }

  ShardQuery query() {
    return query;
  }

  int limit() {
    return query.limit();
  }

  double minScore() {
    return query.minScore();
  }

  float[] indexed() {
    return indexed;
  }

  /** By how much the two scores may differ where they are about this one. */
  float margin(float score) {
    return similarity == Similarity.EUCLIDEAN ? margin * score : margin;
  }

  /** How far away is what has this score; only compared with one another. */
  double distance(float score) {
    return Math.sqrt(squared(score));
  }

  /** The score of what is this far away. */
  float scoreAt(double distance) {
    return scoreOf(distance * distance);
  }

  /** The score of what is farther away than what has this one, by a part of the distance. */
  float farther(float score, double part) {
    double squared = squared(score) * (1 + part) * (1 + part);
    return scoreOf(squared);
  }

  private float scoreOf(double squared) {
    return (float) (similarity == Similarity.EUCLIDEAN ? 1 / (1 + squared) : 1 - squared);
  }

  private double squared(float score) {
    return Math.max(0, similarity == Similarity.EUCLIDEAN ? 1.0 / score - 1 : 1.0 - score);
  }

  double finalScore(float[] vector) {
    return similarity.score(query.vector(), vector);
  }

  /** Scores documents of one segment fast. */
  VectorScorer scorer(LeafReader leaf) throws IOException {
    FloatVectorValues values = leaf.getFloatVectorValues(FieldName.VECTOR);
    if (values == null) {
      throw new IOException("every segment must have vectors, but " + leaf + " has none");
    }
    return values.rescorer(indexed);
  }

  boolean isCancelled() {
    return cancelled.getAsBoolean();
  }

  void checkNotCancelled() {
    if (isCancelled()) {
      throw new CancellationException("the search was cancelled");
    }
  }
}
