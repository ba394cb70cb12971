package dev.quiver.store.internal.search;

import dev.quiver.store.internal.model.Similarity;
import org.jspecify.annotations.Nullable;

/**
 * How near records are to a query, whatever they are ranked by: their similarity is computed from
 * the vectors as they were given, and so is the same for one found by words as for one found by
 * vector.
 *
 * @param least hits that are less similar are left out; null: none is
 */
@SuppressWarnings("ArrayRecordComponent") // read in the innermost loop, compared nowhere
public record Nearness(float[] vector, Similarity similarity, @Nullable Double least) {

  /** The similarity of a record with this vector. */
  double of(float[] other) {
    return similarity.score(vector, other);
  }
}
