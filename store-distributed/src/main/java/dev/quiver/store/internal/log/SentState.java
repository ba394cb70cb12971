package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.ratis.server.raftlog.RaftLog;

/**
 * A state that a peer has sent, on its way into the place of the one that is here. Ratis forces
 * none of it to disk, and lets the log before it go as soon as it is in its place; so it is forced
 * before that, and it counts only when it is as far as the peer had announced.
 */
final class SentState {
  /** Ratis wakes those who open the state a moment before it notes what was announced. */
  private static final Duration NOTED_WITHIN = Duration.ofSeconds(10);

  private static final long LOOK_NANOS = Duration.ofMillis(1).toNanos();

  private final Forcing forcing;
  private volatile long snapshotBefore;

  SentState(Forcing forcing) {
    this.forcing = forcing;
  }

  /** It has arrived as a whole; the directory is exchanged next. */
  void arrived(Path directory, RaftLog entries) throws IOException {
    snapshotBefore = entries.getSnapshotIndex();
    Path arrivals = rootOf(directory).resolve(LogDirectory.ARRIVALS);
    for (Path path : insideOut(arrivals)) {
      forcing.force(path);
    }
  }

  /** The directory was exchanged. Checksums that Ratis leaves beside files are no part of it. */
  void exchanged(Path directory) throws IOException {
    for (Path path : insideOut(directory)) {
      if (path.toString().endsWith(".md5")) {
        Files.delete(path);
      } else if (Files.isDirectory(path)) {
        forcing.force(path);
      }
    }
    forcing.force(rootOf(directory));
  }

  private static List<Path> insideOut(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }

  private static Path rootOf(Path directory) {
    return Objects.requireNonNull(directory.getParent(), "the directory of a log");
  }

  /** The index of the last command that the peer had announced. */
  long announced(RaftLog entries) throws IOException {
    long end = System.nanoTime() + NOTED_WITHIN.toNanos();
    long index = entries.getSnapshotIndex();
    while (index <= snapshotBefore) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("Ratis did not note how far the state is that a peer has sent");
      }
      LockSupport.parkNanos(LOOK_NANOS);
      index = entries.getSnapshotIndex();
    }
    return index;
  }

  static void requireAnnounced(long announced, Position at) throws IOException {
    if (at.index() != announced) {
      throw new IOException(
          "the state that a peer has sent must be at "
              + announced
              + " as announced, but was "
              + at);
    }
  }
}
