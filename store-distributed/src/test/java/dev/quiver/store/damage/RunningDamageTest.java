package dev.quiver.store.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStoreBuilder;
import dev.quiver.store.ReplicaStatus;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.internal.cluster.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches damage met by a merge while the store runs that is retried for ever and never mended. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningDamageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int RECORDS = 200;
  private static final List<String> REMOVED = List.of("id-1", "id-2", "id-3");

  @TempDir Path directory;

  /** Opened again, so that what is read comes from the files and not from memory. */
  private QuiverEmbeddingStore open(int nodes) {
    try (QuiverEmbeddingStore store = builder(nodes).build()) {
      store.addAll(
          IntStream.range(0, RECORDS).mapToObj(i -> "id-" + i).toList(),
          IntStream.range(0, RECORDS).mapToObj(StoreChild::embedding).toList(),
          IntStream.range(0, RECORDS).mapToObj(i -> TextSegment.from("text " + i)).toList());
    }
    return builder(nodes).build();
  }

  private QuiverEmbeddingStoreBuilder builder(int nodes) {
    return QuiverEmbeddingStore.builder()
        .directory(directory)
        .collection(Articles.COLLECTION)
        .nodes(nodes)
        .shards(1)
        .replicas(nodes)
        .loadInterval(Duration.ofMillis(100));
  }

  /** In place, because the file is mapped. */
  private static void damage(Path node) throws IOException {
    Path index = Target.COMMIT.in(node).resolveSibling(".");
    Await.noProblem(PATIENCE, () -> isCommitted(index) ? "" : "no records in " + index);
    try (FileChannel file =
        FileChannel.open(largest(index), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      file.read(one, file.size() / 2);
      one.flip();
      one.put(0, (byte) (one.get(0) ^ 1));
      file.write(one, file.size() / 2);
    }
  }

  private static boolean isCommitted(Path index) {
    return largest(index).toFile().length() > RECORDS * 256L * Float.BYTES;
  }

  /** That of the vectors, or one with all parts of a segment in it. */
  private static Path largest(Path index) {
    try (Stream<Path> files = Files.list(index)) {
      return files.max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Merging reads the file against its checksum. */
  private static void merge(QuiverEmbeddingStore store) {
    store.removeAll(REMOVED);
    try {
      store.admin().compact();
    } catch (QuiverException damaged) {
      assertThat(damaged).hasMessageContaining("could not be compacted");
    }
  }

  private static ReplicaStatus replica(QuiverEmbeddingStore store, int node) {
    return store.admin().status().shards().getFirst().replicas().stream()
        .filter(next -> next.node().equals("node-" + node))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneOfThreeIsSetAsideAndRebuiltWhileReadsGoOn() throws IOException {
    try (QuiverEmbeddingStore store = open(3)) {
      damage(directory.resolve("node-1"));
      merge(store);

      Path aside = directory.resolve("node-1/logs/aside");
      Await.noProblem(
          PATIENCE,
          () -> {
            assertThat(store.count()).isEqualTo(RECORDS - REMOVED.size());
            return Files.isDirectory(aside)
                ? Articles.behind(store.admin().status())
                : "nothing is set aside: " + store.admin().status();
          });
      store.admin().stopNode("node-0");
      store.admin().stopNode("node-2");
      assertThat(Articles.content(store)).hasSize(RECORDS - REMOVED.size());
    }
  }

  @Test
  void theOnlyOneSaysSoToReadersAndInTheStatus() throws IOException {
    try (QuiverEmbeddingStore store = open(1)) {
      damage(directory.resolve("node-0"));
      merge(store);

      Await.noProblem(PATIENCE, () -> replica(store, 0).state().replace("FAILED", ""));
      assertThatThrownBy(() -> store.count())
          .isInstanceOf(QuiverException.class)
          .hasMessageContaining("shard-0 on node-0 is damaged");
      assertThat(directory.resolve("node-0/logs/aside")).doesNotExist();
    }
  }
}
