package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the system keeps of files in memory. */
final class PageCache {
  private PageCache() {}

  /**
   * Lets the system forget what it keeps of all files below the folder, except pages that are
   * mapped and were touched; false where there is no way to. GNU dd has the one system call that
   * this takes, and needs no rights for it.
   */
  static boolean drop(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    boolean dropped = true;
    for (Path file : files) {
      dropped &= drops(file);
    }
    return dropped;
  }

  private static boolean drops(Path file) throws IOException {
    try {
      return new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while dd ran on " + file, e);
    }
  }
}
