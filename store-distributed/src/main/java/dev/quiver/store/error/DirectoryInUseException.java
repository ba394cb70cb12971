package dev.quiver.store.error;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A directory, or a collection in it, is open already: in this process or in another one. */
public final class DirectoryInUseException extends QuiverException {
  private static final long serialVersionUID = 1;

  public DirectoryInUseException(Path directory, String by, @Nullable Throwable cause) {
    super(directory + " is in use " + by, cause);
  }
}
