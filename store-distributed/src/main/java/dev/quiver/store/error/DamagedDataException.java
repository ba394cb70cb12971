package dev.quiver.store.error;

import org.jspecify.annotations.Nullable;

/**
 * What is on disk cannot be trusted, so nothing was opened and nothing changed. Restore the named
 * files from a backup or a snapshot; with replicas, the node is rebuilt from the others.
 */
public final class DamagedDataException extends QuiverException {
  private static final long serialVersionUID = 1;

  public DamagedDataException(String what, String why, @Nullable Throwable cause) {
    super(what + " is damaged: " + why, cause);
  }
}
