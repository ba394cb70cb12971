package dev.quiver.embedding.error;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A ledger cannot be trusted, so nothing was done. Take it from a backup; or remove it and empty
 * the store, and everything is embedded again.
 */
public final class DamagedLedgerException extends IngestException {
  private static final long serialVersionUID = 1;

  public DamagedLedgerException(Path file, String why, @Nullable Throwable cause) {
    super(file + " is damaged: " + why, cause);
  }
}
