package dev.quiver.store.internal.log;

import org.jspecify.annotations.Nullable;

/** The command may have been appended, or may yet be: a peer took it and its answer never came. */
public final class LogOutcomeUnknownException extends Exception {
  public LogOutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
