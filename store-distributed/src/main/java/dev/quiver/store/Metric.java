package dev.quiver.store;

/** How near two vectors are; fixed for a collection's life. Scores lie between 0 and 1. */
public enum Metric {
  /** {@code (1 + cos) / 2}. Zero vectors are refused. */
  COSINE,
  /** {@code (1 + dot) / 2}, for vectors of length 1; any other length is refused. */
  DOT_PRODUCT,
  /** {@code 1 / (1 + d²)}, d being the distance. */
  EUCLIDEAN
}
