package dev.quiver.store.error;

import org.jspecify.annotations.Nullable;

/** Something went wrong while the store was at work, through no fault of the call's arguments. */
public abstract class QuiverException extends RuntimeException {
  private static final long serialVersionUID = 1;

  protected QuiverException(String message) {
    super(message);
  }

  protected QuiverException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
