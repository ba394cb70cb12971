package dev.quiver.store.internal.cluster;

import dev.quiver.store.error.StoreUnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder in which a restore builds its nodes, inside the directory they are for. They are moved
 * to their places once all of them are on disk. While its lock file is there the directory is
 * opened by nobody, and a restore begins anew; the deletion of that file is the moment from which
 * the restore counts.
 */
final class RestoreFolder implements Closeable {
  private static final String NAME = "restoring";

  private final Path directory;
  private final Path path;
  private final NodeFolder lock;

  private RestoreFolder(Path directory, NodeFolder lock) {
    this.directory = directory;
    this.path = lock.path();
    this.lock = lock;
  }

  /** Refuses to open what a restore has not finished. */
  static void requireNone(ClusterLocation location) {
    int folders = Math.max(1, location.nodeDirectories().size());
    for (int node = 0; node < folders; node++) {
      Path directory = location.folderOf(node).getParent();
      if (directory != null && isUnfinished(directory)) {
        throw new StoreUnavailableException(
            directory
                + " holds only a part of what is to be restored there: the restore was interrupted,"
                + " or is still going on. Call restore again, which begins anew",
            null);
      }
    }
  }

  private static boolean isUnfinished(Path directory) {
    return NodeFolder.hasLockFile(directory.resolve(NAME));
  }

  /** The directory must be empty or new, or hold what an interrupted restore has left. */
  static RestoreFolder begin(Path directory) throws IOException {
    Path own = directory.resolve(NAME);
    if (!isUnfinished(directory)) {
      if (Files.isDirectory(own) && entries(own).isEmpty()) {
        Files.delete(own); // a crash at the very end, or at the very beginning
      }
      SnapshotFolder.requireEmpty("directory", directory);
    }
    NodeFolder lock = NodeFolder.open(own);
    try {
      NodeFolder.sync(directory);
      var folder = new RestoreFolder(directory, lock);
      folder.clear();
      return folder;
    } catch (IOException | RuntimeException | Error failed) {
      lock.close();
      throw failed;
    }
  }

  /** The lock file stays, so that a crash in here is noticed as well. */
  private void clear() throws IOException {
    for (Path entry : entries(directory)) {
      if (ClusterLocation.isNodeFolder(entry)) {
        Folders.delete(entry);
      }
    }
    for (Path entry : entries(path)) {
      if (!NodeFolder.isLockFile(entry)) {
        Folders.delete(entry);
      }
    }
    List<Path> strange = entries(directory).stream().filter(entry -> !entry.equals(path)).toList();
    if (!strange.isEmpty()) {
      throw new IllegalArgumentException(
          "directory must hold nothing but an interrupted restore, but holds " + strange);
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  /** Where the nodes are built. */
  Path path() {
    return path;
  }

  /** Everything is on disk, and nobody has it open. */
  void finish() throws IOException {
    for (Path entry : entries(path)) {
      if (ClusterLocation.isNodeFolder(entry)) {
        Files.move(entry, directory.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    NodeFolder.sync(directory);
    lock.deleteLockFile();
    NodeFolder.sync(path);
    Files.delete(path);
  }

  @Override
  public void close() {
    lock.close();
  }
}
