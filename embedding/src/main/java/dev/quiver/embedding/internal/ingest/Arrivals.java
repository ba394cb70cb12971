package dev.quiver.embedding.internal.ingest;

import org.jspecify.annotations.Nullable;

/** Where documents come from, one after the other, on the thread that asks. */
public interface Arrivals {
  /** How many there are in all; -1 where nobody knows. */
  long expected();

  /**
   * The next one; null behind the last.
   *
   * @throws RuntimeException if there is one and it cannot be had; the one behind it may be
   */
  @Nullable Arrival next();
}
