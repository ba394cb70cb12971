package dev.quiver.store.error;

import org.jspecify.annotations.Nullable;

/**
 * Stored or received bytes are not what they should be: written by a newer version, cut short or
 * damaged. Nothing of them was used. Open the data with the version that wrote it, or treat it as
 * damaged and rebuild it from a replica or a snapshot.
 */
public final class UnreadableFormatException extends QuiverException {
  private static final long serialVersionUID = 1;

  public UnreadableFormatException(String message) {
    super(message);
  }

  public UnreadableFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
