package dev.quiver.store.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A write failed, and of part of it nobody can say whether it was stored. */
public final class WriteOutcomeUnknownException extends WriteFailedException {
  private static final long serialVersionUID = 1;

  public WriteOutcomeUnknownException(
      String what,
      List<String> stored,
      List<String> notStored,
      List<String> unknown,
      @Nullable Throwable cause) {
    super(what, stored, notStored, unknown, cause);
  }
}
