package dev.quiver.embedding.error;

/** A document could not be ingested, and the run was told to stop at the first such one. */
public final class BadDocumentException extends IngestException {
  private static final long serialVersionUID = 1;
  private final String source;

  public BadDocumentException(String source, String reason, Throwable cause) {
    super(source + " cannot be ingested: " + reason, cause);
    this.source = source;
  }

  /** Where the document comes from. */
  public String source() {
    return source;
  }
}
