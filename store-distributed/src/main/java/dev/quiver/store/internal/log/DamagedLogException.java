package dev.quiver.store.internal.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a log or its state has on disk is not what was written there. Nothing was changed; the
 * message names the log and the file.
 */
public final class DamagedLogException extends IOException {
  private final transient Path file;

  public DamagedLogException(LogId log, Path file, String what) {
    this(log, file, what, null);
  }

  public DamagedLogException(LogId log, Path file, String what, @Nullable Throwable cause) {
    super("log " + log + " is damaged: " + what + " in " + file, cause);
    this.file = file;
  }

  /** The damage among the causes of a failure, if there is any. */
  static Optional<DamagedLogException> in(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof DamagedLogException damage) {
        return Optional.of(damage);
      }
    }
    return Optional.empty();
  }

  public Path file() {
    return file;
  }
}
