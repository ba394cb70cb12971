package dev.quiver.store.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.log.Forcing;
import dev.quiver.store.internal.log.ReplicatedState.HeldFiles;
import dev.quiver.store.internal.model.ClusterState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a copy that a power failure takes back, or that holds less than it was made for. */
class SnapshotFolderTest {
  private static final ShardId SHARD = new ShardId(0);
  private static final Position AT = new Position(2, 7);

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // made before each test
  SnapshotFolderTest() {}

  private record Commit(Position position, List<Path> files) implements HeldFiles {
    @Override
    public void close() {}
  }

  private Commit commit() throws IOException {
    Path source = Files.createDirectory(directory.resolve("source"));
    var files = new ArrayList<Path>();
    for (String name : List.of("segments_1", "_0.vec")) {
      files.add(Files.writeString(source.resolve(name), name));
    }
    return new Commit(AT, files);
  }

  @Test
  void everyFileAndFolderIsOnDiskAndTheDescriptionLast() throws IOException {
    var forced = new ArrayList<Path>();
    Forcing recorded =
        path -> {
          Forcing.TO_DISK.force(path);
          forced.add(path.toAbsolutePath());
        };
    Path target = directory.resolve("a/b/copy").toAbsolutePath();
    SnapshotFolder folder = SnapshotFolder.create(target, recorded);
    folder.copy(SHARD, commit(), AT);
    int copied = forced.size();
    assertThat(target.resolve("collection.quiver")).doesNotExist();
    folder.describe(ClusterState.EMPTY);

    assertThat(forced.subList(0, copied))
        .contains(
            directory.toAbsolutePath(),
            directory.resolve("a").toAbsolutePath(),
            directory.resolve("a/b").toAbsolutePath(),
            target);
    try (Stream<Path> all = Files.walk(folder.shard(SHARD))) {
      assertThat(forced.subList(0, copied)).containsAll(all.toList());
    }
    assertThat(forced.subList(copied, forced.size()))
        .containsExactly(target.resolve("collection.quiver.tmp"), target);
    assertThat(target.resolve("collection.quiver")).exists();
  }

  @Test
  void aCommitBeforeThePositionThatWasAskedForIsRefused() throws IOException {
    SnapshotFolder folder = SnapshotFolder.create(directory.resolve("copy"));
    Commit behind = commit();
    assertThatThrownBy(() -> folder.copy(SHARD, behind, new Position(2, 8)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("shard-0")
        .hasMessageContaining(AT.toString());
    assertThat(folder.shard(SHARD)).doesNotExist();
  }
}
