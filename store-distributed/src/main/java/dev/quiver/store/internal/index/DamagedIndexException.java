package dev.quiver.store.internal.index;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.jspecify.annotations.Nullable;

/** A file of an index is missing or is not what was written. The index stays closed. */
public final class DamagedIndexException extends IOException {
  private static final Pattern NAMED = Pattern.compile("path=\"([^\"]+)\"");

  private final Path file;

  DamagedIndexException(Path file, String reason, @Nullable Throwable cause) {
    super("index file " + file + " must be as it was written, but it " + reason, cause);
    this.file = file;
  }

  public Path file() {
    return file;
  }

  /** Says which file it was where the exception is about damage; others are passed on. */
  static IOException explain(IOException failure, Path suspect) {
    return switch (failure) {
      case DamagedIndexException known -> known;
      case CorruptIndexException e ->
          new DamagedIndexException(
              named(e.getResourceDescription(), suspect),
              "is damaged: " + e.getOriginalMessage(),
              e);
      case NoSuchFileException e ->
          new DamagedIndexException(Path.of(e.getFile()), "is missing", e);
      case FileNotFoundException e -> new DamagedIndexException(suspect, "is missing", e);
      case EOFException e -> new DamagedIndexException(suspect, "ends too early", e);
      case IndexFormatTooNewException e ->
          new DamagedIndexException(suspect, "has a format of another version", e);
      case IndexFormatTooOldException e ->
          new DamagedIndexException(suspect, "has a format of another version", e);
      default -> failure;
    };
  }

  private static Path named(String description, Path suspect) {
    Matcher name = NAMED.matcher(description);
    return name.find() ? Path.of(name.group(1)) : suspect;
  }
}
