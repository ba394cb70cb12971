package dev.quiver.store.internal.index;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.util.Map;

/**
 * What a commit says about itself, in Lucene's user data: one atomic write with the records.
 *
 * @param dimension of all vectors, or 0 before the first
 */
record CommitData(Position position, int dimension, Similarity similarity) {
  private static final int FORMAT = 1;

  static CommitData empty(Similarity similarity) {
    return new CommitData(Position.NONE, 0, similarity);
  }

  CommitData at(Position next) {
    return new CommitData(next, dimension, similarity);
  }

  CommitData withDimension(int known) {
    return new CommitData(position, known, similarity);
  }

  Map<String, String> toUserData() {
    return Map.of(
        "format", Integer.toString(FORMAT),
        "term", Long.toString(position.term()),
        "index", Long.toString(position.index()),
        "dimension", Integer.toString(dimension),
        "similarity", similarity.name());
  }

  static CommitData of(Map<String, String> userData) throws IOException {
    try {
      if (number(userData, "format") != FORMAT) {
        throw new IOException(
            "index format must be " + FORMAT + ", but was " + userData.get("format"));
      }
      return new CommitData(
          new Position(number(userData, "term"), number(userData, "index")),
          Math.toIntExact(number(userData, "dimension")),
          Similarity.valueOf(userData.getOrDefault("similarity", "missing")));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IOException("commit must say where it stands, but said " + userData, e);
    }
  }

  private static long number(Map<String, String> userData, String name) {
    return Long.parseLong(userData.getOrDefault(name, "missing"));
  }
}
