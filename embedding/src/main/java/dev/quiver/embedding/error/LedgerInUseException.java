package dev.quiver.embedding.error;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A run, of this process or another one, has the ledger open. */
public final class LedgerInUseException extends IngestException {
  private static final long serialVersionUID = 1;

  public LedgerInUseException(Path ledger, @Nullable Throwable cause) {
    super(ledger + " is in use by another run", cause);
  }
}
