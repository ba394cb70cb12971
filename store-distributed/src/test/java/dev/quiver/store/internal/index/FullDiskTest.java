package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A write that the disk refuses: reading goes on, nothing half-written is seen or kept. */
class FullDiskTest {
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));

  private static Command.Put put(String id) {
    return ShardIndexContract.put(ShardIndexContract.record(id, "text"));
  }

  /** A directory in the place of the file that a commit is written to stops the commit. */
  private static Path stopCommits(Path directory, int next) throws IOException {
    return Files.createDirectory(directory.resolve("pending_segments_" + next));
  }

  @Test
  void readsGoOnAndWritesComeBackWithTheDisk(@TempDir Path directory) throws IOException {
    var index = engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT);
    index.apply(new Position(1, 1), put("a"));
    index.commit();
    index.read().close();
    index.apply(new Position(1, 2), put("b"));
    Path obstacle = stopCommits(directory, 3);
    assertThat(catchThrowable(index::commit))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.toString());
    assertThat(catchThrowable(() -> index.apply(new Position(1, 3), put("c"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("must be opened again after an earlier failure");
    try (var reader = index.readAsRefreshed()) {
      assertThat(reader.get(List.of("a"), null)).hasSize(1);
    }
    index.close();
    Files.deleteIfExists(obstacle);
    try (var again = engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT);
        var reader = again.read()) {
      assertThat(again.applied()).isEqualTo(new Position(1, 1));
      assertThat(reader.page(null, 9, null))
          .extracting(record -> record.key())
          .containsExactly(RecordKey.of("a"));
    }
  }

  @Test
  void noPermissionIsNoDamage(@TempDir Path directory) throws IOException {
    engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT).close();
    var none = PosixFilePermissions.fromString("---------");
    Files.setPosixFilePermissions(directory, none);
    try {
      org.junit.jupiter.api.Assumptions.assumeFalse(
          Files.isReadable(directory), "who runs the tests may read everything");
      assertThat(
              catchThrowable(
                  () -> engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(DamagedIndexException.class);
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aSecondWriterIsRefused(@TempDir Path directory) throws IOException {
    try (var index = engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT)) {
      assertThat(
              catchThrowable(
                  () -> engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(DamagedIndexException.class);
      index.apply(new Position(1, 1), put("a"));
      index.commit();
    }
  }
}
