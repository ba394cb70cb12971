package dev.quiver.store.internal.cluster;

import dev.quiver.store.error.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The clusters open in this JVM, by directory: collections of one directory share its nodes. The
 * only state in Quiver that is not owned by a store.
 *
 * <p>Each directory has a lock of its own, held while its nodes start and stop and not for longer,
 * so that a directory whose disk hangs holds up nobody else.
 */
final class OpenClusters {
  private static final Map<Path, Slot> SLOTS = new ConcurrentHashMap<>();

  /** A directory somebody has open, or is opening. */
  private static final class Slot {
    final ReentrantLock lock = new ReentrantLock();

    /** Collections open, and those about to be; changed under the map's lock for the key. */
    int users;

    /** Collections that use the cluster; guarded by the lock. */
    int holders;

    volatile @Nullable EmbeddedCluster cluster;
  }

  private OpenClusters() {}

  static CollectionHandle open(
      ClusterLocation location,
      ClusterOptions options,
      CollectionRequest request,
      Serving serving) {
    Path key = keyOf(location);
    Slot slot = enter(key);
    boolean opened = false;
    try {
      EmbeddedCluster cluster = hold(slot, location, options);
      try {
        OpenCollection collection = cluster.open(request, serving);
        opened = true;
        return new CollectionHandle(cluster, collection, () -> close(key, slot, collection));
      } finally {
        if (!opened) {
          letGo(slot, null);
        }
      }
    } finally {
      if (!opened) {
        exit(key);
      }
    }
  }

  /** Every cluster that is open; for inspection. */
  static List<EmbeddedCluster> all() {
    return SLOTS.values().stream().map(slot -> slot.cluster).filter(Objects::nonNull).toList();
  }

  private static Slot enter(Path key) {
    return SLOTS.compute(
        key,
        (path, known) -> {
          Slot slot = known == null ? new Slot() : known;
          slot.users++;
          return slot;
        });
  }

  private static void exit(Path key) {
    SLOTS.computeIfPresent(key, (path, slot) -> --slot.users == 0 ? null : slot);
  }

  private static EmbeddedCluster hold(Slot slot, ClusterLocation location, ClusterOptions options) {
    slot.lock.lock();
    try {
      EmbeddedCluster cluster = slot.cluster;
      if (cluster == null) {
        cluster = EmbeddedCluster.open(location, options);
        slot.cluster = cluster;
      } else {
        cluster.requireSame(location, options);
      }
      slot.holders++;
      return cluster;
    } finally {
      slot.lock.unlock();
    }
  }

  private static void letGo(Slot slot, @Nullable OpenCollection collection) {
    slot.lock.lock();
    try {
      EmbeddedCluster cluster = Objects.requireNonNull(slot.cluster);
      if (--slot.holders == 0) {
        slot.cluster = null;
        cluster.close();
      } else if (collection != null) {
        cluster.close(collection);
      }
    } finally {
      slot.lock.unlock();
    }
  }

  private static void close(Path key, Slot slot, OpenCollection collection) {
    try {
      letGo(slot, collection);
    } finally {
      exit(key);
    }
  }

  private static Path keyOf(ClusterLocation location) {
    try {
      return Files.createDirectories(location.folderOf(0)).toRealPath();
    } catch (IOException failed) {
      throw new StoreUnavailableException(
          String.format(
              Locale.ROOT, "directory %s cannot be used: %s", location.folderOf(0), failed),
          failed);
    }
  }
}
