package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches a mistyped name or directory that becomes a new, empty collection without a word. */
@Timeout(60)
final class MustExistTest {
  @TempDir private Path directory;

  private QuiverEmbeddingStoreBuilder docs(Path where) {
    return QuiverEmbeddingStore.builder().directory(where).collection("docs").mustExist(true);
  }

  private static void isRefused(QuiverEmbeddingStoreBuilder builder, String message) {
    assertThatThrownBy(() -> builder.build().close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void whatIsNotThereIsRefusedAndNotMade() throws Exception {
    Path missing = directory.resolve("missing");
    String must = "collection docs must exist in ";
    isRefused(
        docs(missing), must + missing + ", because of mustExist, but there is no such directory");
    assertThat(missing).doesNotExist();

    Path empty = Files.createDirectory(directory.resolve("empty"));
    isRefused(docs(empty), must + empty + ", because of mustExist, but it is empty");
    Files.createFile(empty.resolve("notes.txt"));
    isRefused(
        docs(empty),
        must + empty + ", because of mustExist, but it holds no node's folder, only [notes.txt]");
    assertThat(empty).isDirectoryNotContaining("glob:**node-*");

    isRefused(
        docs(empty).nodeDirectories(List.of(empty.resolve("a"))).directory(empty),
        "directory and nodeDirectories exclude each other, but were "
            + empty
            + " and ["
            + empty.resolve("a")
            + "]");
    isRefused(
        QuiverEmbeddingStore.builder().collection("docs").mustExist(true),
        must + "a temporary directory, because of mustExist, but a new one is empty");
  }

  @Test
  void anotherNameIsRefusedWithThoseThatAreThereAndAKnownOneOpens() {
    Path there = directory.resolve("there");
    var lines = LogLines.of("dev.quiver.store.internal.cluster.EmbeddedCluster");
    try (var docs = docs(there).mustExist(false).build();
        var notes = QuiverEmbeddingStore.builder().directory(there).collection("notes").build()) {
      docs.addAll(List.of("a", "b"), List.of(X, X), null);
      assertThat(notes.count()).isZero();
      isRefused(
          docs(there).collection("dosc"),
          "collection dosc must exist in "
              + there
              + ", because of mustExist, but its collections are [docs, notes]");
    }
    isRefused(
        docs(there).collection("dosc"),
        "collection dosc must exist in "
            + there
            + ", because of mustExist, but its collections are [docs, notes]");
    try (var docs = docs(there).build()) {
      assertThat(docs.count()).isEqualTo(2);
    }
    assertThat(lines.stop())
        .contains(
            "Collection docs was made in "
                + there
                + ": 0 records in 1 shards of 1 replicas, dimension of the first write; 1 nodes",
            "Collection docs was opened in "
                + there
                + ": 2 records in 1 shards of 1 replicas, dimension 3; 1 nodes")
        .noneMatch(line -> line.contains("dosc"));
  }
}
