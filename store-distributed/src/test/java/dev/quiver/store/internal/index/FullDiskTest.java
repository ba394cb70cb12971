package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.ChildJvm;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

  /** Whoever runs the tests: the superuser has permission for everything, but not more handles. */
  @Test
  @Timeout(60)
  void aDiskThatCannotBeReadIsNoDamage(@TempDir Path directory) throws Exception {
    ProcessBuilder java = ChildJvm.running(NoHandles.class, 64, directory);
    var command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 128 && exec \"$@\"", "sh"));
    command.addAll(java.command());
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).isZero();
    assertThat(said).contains("Too many open files").doesNotContain("Damaged");
  }

  /** Opens an index when no file can be opened any more, and says what came of it. */
  static final class NoHandles {
    private NoHandles() {}

    public static void main(String[] args) throws IOException {
      Path directory = Path.of(args[0]);
      var engine = new IndexEngine(EngineOptions.defaults("test"));
      for (int i = 0; i < 2; i++) { // the second time everything that is needed is loaded
        engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT).close();
      }
      var held = new ArrayList<Closeable>();
      try {
        while (held.size() < 1_000) {
          held.add(Files.newInputStream(directory.resolve("quiver.index")));
        }
        System.out.println("there is no limit");
      } catch (IOException noMore) {
        System.out.println(
            catchThrowable(() -> engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT)));
      } finally {
        for (Closeable each : held) {
          each.close();
        }
        engine.close();
      }
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
