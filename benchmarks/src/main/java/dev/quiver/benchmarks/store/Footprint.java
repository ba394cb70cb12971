package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What something takes of heap, disk and memory mapped from files. */
final class Footprint {
  private static final int COLLECTIONS = 3;
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");

  private Footprint() {}

  /** Bytes alive on the heap. */
  static long heap() {
    var memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < COLLECTIONS; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }

  static long disk(Path folder) throws IOException {
    return size(folder, "");
  }

  /** Bytes of the files that Lucene wrote of segments. */
  static long index(Path folder) throws IOException {
    return size(folder, "_");
  }

  private static long size(Path folder, String start) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long bytes = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += file.getFileName().toString().startsWith(start) ? Files.size(file) : 0;
      }
      return bytes;
    }
  }

  /** How many files below the folder end like this. */
  static long files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).count();
    }
  }

  /**
   * Bytes of files below the folder that are mapped and in memory; -1 where the system does not
   * tell.
   */
  static long mapped(Path folder) throws IOException {
    if (!Files.isReadable(MAPPINGS)) {
      return -1;
    }
    String below = folder.toRealPath() + "/";
    long kilobytes = 0;
    boolean ours = false;
    List<String> lines = Files.readAllLines(MAPPINGS);
    for (String line : lines) {
      if (line.startsWith("Rss:")) {
        kilobytes += ours ? Long.parseLong(line.replaceAll("\\D", "")) : 0;
      } else if (line.indexOf('/') >= 0) {
        ours = line.contains(below);
      } else if (!line.contains(": ")) {
        ours = false;
      }
    }
    return kilobytes << 10;
  }
}
