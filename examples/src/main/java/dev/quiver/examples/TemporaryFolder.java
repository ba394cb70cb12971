package dev.quiver.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A folder that is gone, with all that is in it, once it is closed. */
public record TemporaryFolder(Path path) implements AutoCloseable {

  public static TemporaryFolder make() {
    try {
      return new TemporaryFolder(Files.createTempDirectory("quiver-example"));
    } catch (IOException failed) {
      throw new UncheckedIOException("no temporary folder could be made", failed);
    }
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(path, new Deletion());
    } catch (IOException failed) {
      throw new UncheckedIOException(path + " could not be deleted", failed);
    }
  }

  /** What is in a folder goes first. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes unused) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed)
        throws IOException {
      if (failed != null) {
        throw failed;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
