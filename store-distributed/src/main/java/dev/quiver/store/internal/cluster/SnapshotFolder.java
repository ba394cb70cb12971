package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.DamagedDataException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.model.PlacedCollection;
import dev.quiver.store.internal.wire.StateCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A copy of a collection in a directory: the index files of every shard, and a description. The
 * description is written last, so an interrupted copy is not taken for a whole one.
 */
record SnapshotFolder(Path path) {
  private static final String DESCRIPTION = "collection.quiver";

  static SnapshotFolder create(Path path) {
    try {
      Files.createDirectories(path);
      requireEmpty("snapshot directory", path);
      return new SnapshotFolder(path);
    } catch (IOException failed) {
      throw new StoreUnavailableException(path + " cannot be written: " + failed, failed);
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

  void copy(ShardId shard, Iterable<Path> files) throws IOException {
    Path folder = Files.createDirectories(shard(shard));
    for (Path file : files) {
      Files.copy(file, folder.resolve(file.getFileName()));
    }
  }

  void describe(ClusterState cluster) throws IOException {
    Files.write(path.resolve(DESCRIPTION), StateCodec.encode(cluster));
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
