package dev.quiver.store.internal.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Threads of ours that run, and files of ours that are open. */
record Leftovers(Set<Thread> threads) {
  static final Leftovers NONE = new Leftovers(Set.of());

  private static final Pattern OUR_NAMES =
      Pattern.compile("(quiver-|node-\\d|.*@group-|.*[Rr]aft|.*[Rr]atis|JvmPauseMonitor).*");
  private static final Pattern OUR_CODE =
      Pattern.compile("(dev\\.quiver|org\\.apache\\.(ratis|lucene))\\..*");

  static Leftovers threadsNow() {
    return new Leftovers(Set.copyOf(Thread.getAllStackTraces().keySet()));
  }

  /** What is there that was not before; empty if nothing. */
  static String since(Leftovers before, List<Path> directories) {
    var left = new ArrayList<String>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (!before.threads.contains(thread)
                  && !thread.equals(Thread.currentThread())
                  && isOurs(thread, stack)) {
                left.add("thread " + thread.getName() + " at " + Arrays.toString(stack));
              }
            });
    directories.forEach(directory -> left.addAll(openBelow(directory)));
    return String.join("\n", left);
  }

  private static boolean isOurs(Thread thread, StackTraceElement[] stack) {
    return OUR_NAMES.matcher(thread.getName()).matches()
        || Arrays.stream(stack).anyMatch(frame -> OUR_CODE.matcher(frame.getClassName()).matches());
  }

  /** Handles and mappings, where the system tells of them. */
  static List<String> openBelow(Path directory) {
    Path handles = Path.of("/proc/self/fd");
    if (!Files.isDirectory(handles)) {
      return List.of();
    }
    var open = new ArrayList<String>();
    try (Stream<Path> links = Files.list(handles)) {
      for (Path link : (Iterable<Path>) links::iterator) {
        Path target = targetOf(link);
        if (target.startsWith(directory)) {
          open.add("handle " + target);
        }
      }
      String prefix = directory + "/";
      try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
        open.addAll(
            lines
                .filter(line -> line.contains(prefix))
                .map(line -> "mapping " + line.substring(line.indexOf(prefix)))
                .collect(Collectors.toSet()));
      }
      return open;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path targetOf(Path link) throws IOException {
    try {
      return Files.readSymbolicLink(link);
    } catch (NoSuchFileException closedMeanwhile) {
      return Path.of("");
    }
  }
}
