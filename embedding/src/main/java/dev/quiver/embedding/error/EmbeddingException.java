package dev.quiver.embedding.error;

/** The model could not embed: its runtime failed on an input that was legal. */
public final class EmbeddingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EmbeddingException(String message, Throwable cause) {
    super(message, cause);
  }
}
