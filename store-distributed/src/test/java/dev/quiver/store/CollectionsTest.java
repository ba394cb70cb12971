package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.quiver.store.error.DirectoryInUseException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches collections of one directory that touch each other, or nodes they do not agree on. */
@Timeout(180)
final class CollectionsTest {
  @TempDir private Path directory;

  @Test
  void neighboursShareTheNodesAndNothingElse() {
    try (var docs = docs().nodes(2).build();
        var mails = mails().dimension(2).metric(Metric.EUCLIDEAN).shards(1).replicas(2).build()) {
      docs.addAll(List.of("a", "b"), List.of(X, Y), null);
      mails.add("a", vector(3, 4));
      assertThat(mails.admin().status().nodes()).hasSize(2);
      assertThat(mails.search(near(vector(0, 0), 9)).matches()).hasSize(1);
      docs.remove("a");
      assertThat(mails.count()).isEqualTo(1);
      mails.removeAll();
      assertThat(mails.count()).isZero();
      assertThat(ids(docs.search(near(X, 9)).matches())).containsExactly("b");
    }
  }

  @Test
  void closingOneLeavesTheOtherAtWork() {
    try (var docs = docs().nodes(2).replicas(2).build()) {
      try (var mails = mails().build()) {
        mails.add("m", X);
      }
      docs.add("d", X);
      assertThat(docs.count()).isEqualTo(1);
      try (var mails = mails().build()) {
        assertThat(ids(mails.search(near(X, 9)).matches())).containsExactly("m");
        mails.add("n", Y);
        assertThat(mails.count()).isEqualTo(2);
      }
    }
    try (var mails = mails().build()) {
      assertThat(mails.count()).isEqualTo(2);
    }
  }

  /** A log takes up to a second to close: the logs of a collection do so together. */
  @Test
  void closingOneOfManyShardsTakesNoLongerThanOneOfFew() {
    try (var docs = docs().build()) {
      var mails = mails().shards(12).build();
      mails.add("m", X);
      assertTimeout(Duration.ofSeconds(6), mails::close);
      docs.add("d", X);
      assertThat(docs.count()).isEqualTo(1);
    }
  }

  @Test
  void sameCollectionTwiceIsRefusedUntilTheFirstIsClosed() {
    try (var docs = docs().build()) {
      docs.add("a", X);
      assertThatThrownBy(() -> docs().build().close())
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("collection docs");
      assertThat(docs.count()).isEqualTo(1);
    }
    try (var docs = docs().build()) {
      assertThat(docs.count()).isEqualTo(1);
    }
  }

  @Test
  void neighboursMustAgreeOnTheNodes() {
    try (var docs = docs().nodes(2).build()) {
      docs.add("a", X);
      assertThatThrownBy(() -> mails().nodes(3).build().close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("nodes must be 2, as for the other collections of this directory, but was 3");
      assertThatThrownBy(() -> mails().replicas(3).build().close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("replicas must be between 1 and nodes (2), but was 3");
      assertThatThrownBy(
              () -> mails().durability(Durability.interval(Duration.ofSeconds(1))).build().close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "durability must be every write, as for the other collections of this directory,"
                  + " but was an interval of PT1S");
      try (var mails = mails().nodes(2).replicas(2).build()) {
        assertThat(mails.count()).isZero();
      }
      assertThat(docs.count()).isEqualTo(1);
    }
  }

  @Test
  void nodesMayHaveDirectoriesOfTheirOwn() {
    List<Path> paths = List.of(directory.resolve("disk-1"), directory.resolve("disk-2"));
    try (var store =
        QuiverEmbeddingStore.builder().nodeDirectories(paths).shards(2).replicas(2).build()) {
      store.add("a", X);
      assertThat(store.admin().status().nodes())
          .extracting("node")
          .containsExactly("node-0", "node-1");
    }
    assertThat(paths).allSatisfy(path -> assertThat(path).isNotEmptyDirectory());
    try (var store = QuiverEmbeddingStore.builder().nodeDirectories(paths).build()) {
      assertThat(store.count()).isEqualTo(1);
    }
    assertThatThrownBy(
            () ->
                QuiverEmbeddingStore.builder()
                    .nodeDirectories(paths)
                    .directory(directory)
                    .build()
                    .close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("directory and nodeDirectories exclude each other");
  }

  private QuiverEmbeddingStoreBuilder docs() {
    return QuiverEmbeddingStore.builder().directory(directory).collection("docs");
  }

  private QuiverEmbeddingStoreBuilder mails() {
    return QuiverEmbeddingStore.builder().directory(directory).collection("mails");
  }
}
