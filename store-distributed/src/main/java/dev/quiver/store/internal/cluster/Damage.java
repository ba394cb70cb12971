package dev.quiver.store.internal.cluster;

import dev.quiver.store.error.DamagedDataException;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.index.IndexDamage;
import dev.quiver.store.internal.log.DamagedLogException;
import java.io.IOException;

/** Tells damage on disk from a disk that is merely away. */
final class Damage {
  private Damage() {}

  static boolean is(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DamagedLogException) {
        return true;
      }
    }
    return IndexDamage.isIn(failure);
  }

  /**
   * What to throw.
   *
   * @param what could not be opened, such as a shard of a collection on a node
   */
  static QuiverException of(String what, IOException failure) {
    return is(failure)
        ? new DamagedDataException(what, String.valueOf(failure.getMessage()), failure)
        : new StoreUnavailableException(what + " cannot be opened: " + failure, failure);
  }
}
