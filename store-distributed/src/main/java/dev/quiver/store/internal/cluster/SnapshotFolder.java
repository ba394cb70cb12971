package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.DamagedDataException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.log.Forcing;
import dev.quiver.store.internal.log.ReplicatedState.HeldFiles;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.model.PlacedCollection;
import dev.quiver.store.internal.wire.StateCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A copy of a collection in a directory: the index files of every shard, and a description. The
 * description is written last, when all the rest is on disk, so an interrupted copy is not taken
 * for a whole one.
 */
record SnapshotFolder(Path path, Forcing forcing) {
  private static final String DESCRIPTION = "collection.quiver";

  SnapshotFolder(Path path) {
    this(path, Forcing.TO_DISK);
  }

  static SnapshotFolder create(Path path) {
    return create(path, Forcing.TO_DISK);
  }

  static SnapshotFolder create(Path path, Forcing forcing) {
    try {
      createForced(path.toAbsolutePath(), forcing);
      requireEmpty("snapshot directory", path);
      return new SnapshotFolder(path, forcing);
    } catch (IOException failed) {
      throw new StoreUnavailableException(path + " cannot be written: " + failed, failed);
    }
  }

  /** A folder is there after a crash only when the one above it has its name on disk. */
  private static void createForced(Path folder, Forcing forcing) throws IOException {
    Path above = folder.getParent();
    if (above != null && Files.notExists(folder)) {
      createForced(above, forcing);
      Files.createDirectories(folder);
      forcing.force(above);
    }
  }

  static void requireEmpty(String name, Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> entries = Files.list(path)) {
      if (entries.findAny().isPresent()) {
        throw new IllegalArgumentException(name + " must be empty or new, but was " + path);
      }
    }
  }

  Path shard(ShardId shard) {
    return path.resolve(shard.toString());
  }

  /**
   * The files of a commit that holds everything up to a position.
   *
   * @throws IOException if the commit holds less
   */
  void copy(ShardId shard, HeldFiles commit, Position upTo) throws IOException {
    if (!commit.position().isAtLeast(upTo)) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s must be copied at %s or later, but what is durable is at %s",
              shard,
              upTo,
              commit.position()));
    }
    Path folder = shard(shard);
    createForced(folder.toAbsolutePath(), forcing);
    for (Path file : commit.files()) {
      Path copy = folder.resolve(file.getFileName());
      Files.copy(file, copy);
      forcing.force(copy);
    }
    forcing.force(folder);
  }

  void describe(ClusterState cluster) throws IOException {
    Path written = path.resolve(DESCRIPTION + ".tmp");
    Files.write(written, StateCodec.encode(cluster));
    forcing.force(written);
    Files.move(written, path.resolve(DESCRIPTION), StandardCopyOption.ATOMIC_MOVE);
    forcing.force(path);
  }

  /** The one collection in it, and the cluster it came from. */
  ClusterState described() {
    Path file = path.resolve(DESCRIPTION);
    try {
      ClusterState state = StateCodec.decode(Files.readAllBytes(file));
      if (state.collections().size() != 1) {
        throw new DamagedDataException(
            file.toString(),
            "one collection expected, " + state.collections().size() + " found",
            null);
      }
      return state;
    } catch (IOException missing) {
      throw new IllegalArgumentException(
          "snapshot must be a directory written by admin().snapshot(), but was " + path, missing);
    } catch (UnreadableFormatException damaged) {
      throw new DamagedDataException(
          file.toString(), String.valueOf(damaged.getMessage()), damaged);
    }
  }

  static PlacedCollection only(ClusterState state) {
    return state.collections().values().iterator().next();
  }
}
