package dev.quiver.store.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.ChildJvm;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.cluster.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches an interrupted restore that is taken for a whole collection, or cannot be repeated. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RestoreTest {
  private static final int RECORDS = 200;

  @TempDir Path directory;
  private Path snapshot;
  private Path target;

  @SuppressWarnings("NullAway.Init") // made before each test
  RestoreTest() {}

  @BeforeEach
  void writeASnapshot() {
    snapshot = directory.resolve("snapshot");
    target = directory.resolve("target");
    try (QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().nodes(2).shards(2).build()) {
      store.addAll(
          IntStream.range(0, RECORDS).mapToObj(i -> "id-" + i).toList(),
          IntStream.range(0, RECORDS).mapToObj(StoreChild::embedding).toList(),
          null);
      store.admin().snapshot(snapshot);
    }
  }

  /** Restores, and is killed at it. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      QuiverEmbeddingStore.restore(Path.of(args[0]), Path.of(args[1]));
    }
  }

  private void isRefusedAndRepeated() {
    List<Path> nodes = List.of(target.resolve("node-0"), target.resolve("node-1"));
    List<Callable<QuiverEmbeddingStore>> ways =
        List.of(
            () -> QuiverEmbeddingStore.builder().directory(target).build(),
            () -> QuiverEmbeddingStore.builder().nodeDirectories(nodes).build());
    assertThat(ways)
        .allSatisfy(
            way ->
                assertThatThrownBy(() -> way.call().close())
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageStartingWith(target + " holds only a part of")
                    .hasMessageEndingWith("Call restore again, which begins anew"));

    QuiverEmbeddingStore.restore(snapshot, target);
    assertThat(target).isDirectoryNotContaining("glob:**restoring");
    try (QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().directory(target).build()) {
      assertThat(store.count()).isEqualTo(RECORDS);
    }
  }

  @Test
  void oneThatWasKilledAtItsWork() throws Exception {
    Process child =
        ChildJvm.running(Child.class, 256, snapshot, target)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      // It closes its logs after that, which takes a second.
      Path index = target.resolve("restoring/node-1/logs");
      Await.noProblem(Duration.ofSeconds(60), () -> Files.exists(index) ? "" : "no " + index);
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    isRefusedAndRepeated();
  }

  @Test
  void oneThatWasInterruptedWhileItsNodesWereMoved() throws IOException {
    QuiverEmbeddingStore.restore(snapshot, target);
    Path restoring = Files.createDirectory(target.resolve("restoring"));
    Files.createFile(restoring.resolve("lock"));
    Files.move(target.resolve("node-1"), restoring.resolve("node-1"));
    isRefusedAndRepeated();
  }

  @Test
  void oneThatWasInterruptedBeforeItSaidThatItIsDone() throws IOException {
    QuiverEmbeddingStore.restore(snapshot, target);
    Path restoring = Files.createDirectory(target.resolve("restoring"));
    Path lock = Files.createFile(restoring.resolve("lock"));
    isRefusedAndRepeated();

    Files.createDirectory(restoring); // it is done once the lock file is gone
    assertThat(lock).doesNotExist();
    assertThatThrownBy(() -> QuiverEmbeddingStore.restore(snapshot, target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("directory must be empty or new, but was " + target);
    try (QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().directory(target).build()) {
      assertThat(store.count()).isEqualTo(RECORDS);
    }
  }

  @Test
  void oneWhoseSnapshotTurnsOutToBeDamaged() throws IOException {
    Path damaged = directory.resolve("damaged");
    Articles.copy(snapshot, damaged);
    try (var files = Files.newDirectoryStream(damaged.resolve("shard-1"), "*.si")) {
      Scar.FLIP.on(files.iterator().next());
    }
    assertThatThrownBy(() -> QuiverEmbeddingStore.restore(damaged, target))
        .hasMessageContaining("is damaged");
    isRefusedAndRepeated();
  }
}
