package dev.quiver.store.internal.model;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A record found, with its final score.
 *
 * @param similarity of its vector and the query's, as a search by vector scores it; null where no
 *     vector was looked at
 * @param wordScore as a search by words scores it; null where it was not found by words
 */
public record Hit(
    double score, StoredRecord record, @Nullable Double similarity, @Nullable Double wordScore) {
  /** Best score first, equal scores by id: the one order of every answer, whatever the shards. */
  public static final Comparator<Hit> ORDER =
      Comparator.comparingDouble(Hit::score).reversed().thenComparing(hit -> hit.record().key());

  /** One of which nobody says what its score is made of. */
  public Hit(double score, StoredRecord record) {
    this(score, record, null, null);
  }

  /** One whose score is its similarity. */
  public static Hit byVector(double similarity, StoredRecord record) {
    return new Hit(similarity, record, similarity, null);
  }
}
