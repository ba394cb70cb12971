package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quiver.store.internal.cluster.ClusterInspection;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A directory whose disk hangs holds up nobody who uses another one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HangingDirectoryTest {
  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  @TempDir private Path directory;

  private QuiverEmbeddingStore open(String name) {
    return inspection.closeAfter(
        QuiverEmbeddingStore.builder().directory(directory.resolve(name)).dimension(8).build());
  }

  /** Opening a pipe to write into it waits for somebody who reads from it. */
  @Test
  void otherDirectoriesOpenAndCloseMeanwhile() throws Exception {
    Path pipe = Files.createDirectories(directory.resolve("hangs/node-0")).resolve("lock");
    Process made = new ProcessBuilder(List.of("mkfifo", pipe.toString())).start();
    assumeTrue(made.waitFor(10, TimeUnit.SECONDS) && made.exitValue() == 0, "mkfifo");
    var hanging = new FutureTask<>(() -> open("hangs"));
    Thread.ofPlatform().start(hanging);

    try (QuiverEmbeddingStore store = open("works")) {
      assertThat(store.count()).isZero();
    }

    assertThat(hanging.isDone()).isFalse();
    try (InputStream reader = Files.newInputStream(pipe)) {
      assertThat(hanging.get(30, TimeUnit.SECONDS).count()).isZero();
      assertThat(reader).isNotNull();
    }
  }
}
