package dev.quiver.embedding.error;

import org.jspecify.annotations.Nullable;

/**
 * An ingestion ended before its documents did. What was stored by then is in the ledger: the next
 * run goes on from there.
 */
public class IngestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public IngestException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
