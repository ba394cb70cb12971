package dev.quiver.embedding.error;

/**
 * The store holds vectors of another model. Vectors of two models cannot be compared, so nothing
 * was embedded.
 */
public final class ModelChangedException extends IngestException {
  private static final long serialVersionUID = 1;

  public ModelChangedException(String message) {
    super(message, null);
  }
}
