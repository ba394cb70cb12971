package dev.quiver.embedding;

/**
 * Hears how far a call has come. It is called after each text, in order and one call at a time, on
 * a thread of the model: it should be quick, and what it throws ends the call.
 */
@FunctionalInterface
public interface EmbeddingProgress {
  /** Nobody listens. */
  EmbeddingProgress NONE = (done, total) -> {};

  /**
   * A text has its vector.
   *
   * @param done texts of this call that have theirs
   * @param total texts of this call
   */
  void embedded(int done, int total);
}
