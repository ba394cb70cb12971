package dev.quiver.store.error;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A write did not go through as a whole. Every id of the call is in one of the lists: stored, not
 * stored, or unknown. Writing the ones not known to be stored again is always safe, because a write
 * of the same id replaces the record.
 */
public sealed class WriteFailedException extends QuiverException
    permits WriteOutcomeUnknownException {
  private static final long serialVersionUID = 1;
  private final transient List<String> stored;
  private final transient List<String> notStored;
  private final transient List<String> unknown;

  public WriteFailedException(
      String what,
      List<String> stored,
      List<String> notStored,
      List<String> unknown,
      @Nullable Throwable cause) {
    super(
        String.format(
            Locale.ROOT,
            "%s failed: %d ids stored, %d not stored, %d unknown%s",
            what,
            stored.size(),
            notStored.size(),
            unknown.size(),
            cause == null ? "" : "; " + cause.getMessage()),
        cause);
    this.stored = List.copyOf(stored);
    this.notStored = List.copyOf(notStored);
    this.unknown = List.copyOf(unknown);
  }

  /** Ids whose records are stored. */
  public List<String> stored() {
    return stored;
  }

  /** Ids whose records are as they were before the call. */
  public List<String> notStored() {
    return notStored;
  }

  /** Possibly stored: the log took them, and its answer never came. */
  public List<String> unknown() {
    return unknown;
  }
}
