package dev.quiver.store.internal.log;

import org.jspecify.annotations.Nullable;

/** The command was not appended and never will be. Sending it again is safe. */
public final class LogRejectedException extends Exception {
  public LogRejectedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
