package dev.quiver.store.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.error.DirectoryInUseException;
import dev.quiver.store.error.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches: two that write to one directory, and a refusal that does not say what is wrong. */
class DirectoryTest {
  @TempDir Path directory;

  @Test
  @Timeout(60)
  void aSecondProcessIsRefused() throws Exception {
    try (QuiverEmbeddingStore store = StoreChild.open(directory)) {
      store.add("1", StoreChild.embedding(1));
      try (ChildProcess child = ChildProcess.start(directory)) {
        assertThat(child.hear())
            .contains("DirectoryInUseException")
            .contains(directory + "/node-0 is in use by another process");
      }
      store.add("2", StoreChild.embedding(2));
      assertThat(store.count()).isEqualTo(2);
    }
    try (ChildProcess child = ChildProcess.start(directory)) {
      assertThat(child.hear()).isEqualTo("open");
      assertThatThrownBy(() -> StoreChild.open(directory))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("by another process");
      assertThat(child.ask("count")).isEqualTo("2");
    }
  }

  @Test
  @Timeout(60)
  void theSameCollectionTwiceIsRefused() {
    try (QuiverEmbeddingStore store = StoreChild.open(directory)) {
      assertThatThrownBy(() -> StoreChild.open(directory))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("collection default");
      store.add("1", StoreChild.embedding(1));
      assertThat(store.count()).isEqualTo(1);
    }
  }

  @Test
  @Timeout(60)
  void aDirectoryThatCannotBeMadeIsRefused() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> StoreChild.open(file.resolve("store")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(file.resolve("store") + "/node-0 cannot be used");
    Path system = Path.of("/proc/self");
    assumeTrue(Files.isDirectory(system), "there is a directory in which nobody may write");
    assertThatThrownBy(() -> StoreChild.open(system.resolve("store")))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(system.resolve("store") + "/node-0 cannot be used");
  }
}
