package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches a store that says to those who print it no more than that it is an object. */
@Timeout(60)
final class StoreTextTest {
  @TempDir private Path folder;

  @Test
  void storeDoesNotSayWhatAndWhereItIs() {
    var builder = QuiverEmbeddingStore.builder().directory(folder).collection("books");
    QuiverEmbeddingStore store = builder.nodes(2).shards(3).replicas(2).build();
    String where = "QuiverEmbeddingStore[collection books in " + folder.toAbsolutePath();
    assertThat(store)
        .hasToString(where + ": 3 shards, 2 replicas, dimension of the first write, COSINE]");
    store.add(X);
    assertThat(store).hasToString(where + ": 3 shards, 2 replicas, dimension 3, COSINE]");
    store.close();
    assertThat(store).hasToString(where + ": 3 shards, 2 replicas, dimension 3, COSINE, closed]");
  }

  @Test
  void temporaryDirectoryIsNotSaidToBeOne() {
    try (var store = QuiverEmbeddingStore.builder().build()) {
      assertThat(store.toString()).contains(" in a temporary directory, ");
    }
  }
}
