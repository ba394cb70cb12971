package dev.quiver.store.error;

import org.jspecify.annotations.Nullable;

/**
 * The store could not be opened or changed for a reason outside it: a disk, a permission, a
 * majority.
 */
public final class StoreUnavailableException extends QuiverException {
  private static final long serialVersionUID = 1;

  public StoreUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
