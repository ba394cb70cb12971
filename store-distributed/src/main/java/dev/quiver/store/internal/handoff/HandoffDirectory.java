package dev.quiver.store.internal.handoff;

import dev.quiver.store.error.DirectoryInUseException;
import dev.quiver.store.error.StoreUnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder of all hand-off queues of one failover store, locked for as long as it is open. */
public final class HandoffDirectory implements Closeable {
  private static final String LOCK = "lock";
  private static final String PREFIX = "queue-";

  private final Path path;
  private final FileChannel channel;
  private final Map<String, HandoffQueue> queues = new LinkedHashMap<>();

  private HandoffDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Opens the queues of these clusters. Refuses a folder that holds anything for another one: what
   * was acknowledged would never arrive.
   */
  public static HandoffDirectory open(Path path, List<String> clusters, long maxBytes) {
    try {
      Files.createDirectories(path);
      var directory =
          new HandoffDirectory(
              path,
              FileChannel.open(
                  path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
      boolean opened = false;
      try {
        directory.lock();
        directory.refuseStrangers(clusters);
        for (String cluster : clusters) {
          directory.queues.put(cluster, directory.openQueue(cluster, maxBytes));
        }
        opened = true;
        return directory;
      } finally {
        if (!opened) {
          directory.close();
        }
      }
    } catch (IOException failed) {
      throw new StoreUnavailableException(
          "handoffDirectory " + path + " cannot be used: " + failed, failed);
    }
  }

  private void lock() throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      throw new DirectoryInUseException(path, "by another store", heldByThisProcess);
    }
    if (lock == null) {
      throw new DirectoryInUseException(path, "by another process", null);
    }
  }

  private void refuseStrangers(List<String> clusters) throws IOException {
    List<String> found;
    try (Stream<Path> entries = Files.list(path)) {
      found =
          entries
              .map(entry -> entry.getFileName().toString())
              .filter(name -> name.startsWith(PREFIX))
              .map(name -> name.substring(PREFIX.length()))
              .filter(name -> !clusters.contains(name))
              .toList();
    }
    for (String stranger : found) {
      try (HandoffQueue queue = openQueue(stranger, Long.MAX_VALUE)) {
        if (!queue.isEmpty()) {
          throw new IllegalArgumentException(
              "handoffDirectory must hold writes for "
                  + clusters
                  + " only, but holds "
                  + queue.length()
                  + " for "
                  + stranger);
        }
      }
    }
  }

  private HandoffQueue openQueue(String cluster, long maxBytes) throws IOException {
    Path folder = path.resolve(PREFIX + cluster);
    Files.createDirectories(folder);
    SegmentedFile.syncEntries(path);
    return HandoffQueue.open(folder, cluster, maxBytes);
  }

  /** The queue of one of the clusters given. */
  public HandoffQueue queue(String cluster) {
    HandoffQueue queue = queues.get(cluster);
    if (queue == null) {
      throw new IllegalArgumentException(
          "cluster must be one of " + queues.keySet() + ", but was " + cluster);
    }
    return queue;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      for (HandoffQueue queue : queues.values()) {
        queue.close();
      }
    }
  }
}
