package dev.quiver.store.error;

import java.util.Locale;

/**
 * A cluster has missed so much that its hand-off queue may not grow any more. Nothing of the write
 * was sent anywhere.
 */
public final class HandoffFullException extends QuiverException {
  private static final long serialVersionUID = 1;

  public HandoffFullException(String cluster, long maxBytes, long held, long wanted) {
    super(
        String.format(
            Locale.ROOT,
            "hand-off queue of %s must hold at most %,d bytes, but holds %,d and was given %,d"
                + " more",
            cluster,
            maxBytes,
            held,
            wanted));
  }
}
