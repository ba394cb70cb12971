package dev.quiver.store.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.LogLines;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.error.DamagedDataException;
import dev.quiver.store.internal.cluster.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catches a rebuild from a copy that has not got everything yet, and one that deletes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RebuildingTest {
  private static final Duration REBUILT_WITHIN = Duration.ofSeconds(60);
  private static final int RECORDS = 20;

  @TempDir Path directory;

  private Path node(int number) {
    return directory.resolve("node-" + number);
  }

  private static void write(QuiverEmbeddingStore store) {
    store.addAll(
        IntStream.range(0, RECORDS).mapToObj(i -> "id-" + i).toList(),
        IntStream.range(0, RECORDS).mapToObj(StoreChild::embedding).toList(),
        null);
  }

  /** The last node's copy is as a rebuild leaves it that was interrupted right after it began. */
  private void fillAllButTheLastOf(int nodes) throws IOException {
    Articles.open(directory, nodes).close();
    Path last = Target.SHARD_FOLDER.in(node(nodes - 1));
    Path young = directory.resolve("young");
    Articles.copy(last, young);
    try (QuiverEmbeddingStore store = Articles.open(directory, nodes)) {
      write(store);
    }
    Scar.DELETE.on(last);
    Articles.copy(young, last);
    Files.createFile(last.resolve("rebuilding"));
    Scar.DELETE.on(young);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void aCopyThatIsStillRebuiltIsNoneToRebuildFrom(int nodes) throws IOException {
    fillAllButTheLastOf(nodes);
    Path damaged = Target.COMMIT.in(node(nodes - 2));
    Scar.FLIP.on(damaged);

    assertThatThrownBy(() -> Articles.open(directory, nodes).close())
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining(damaged.toString())
        .hasMessageContaining(
            "only " + (nodes == 2 ? "[]" : "[node-0]") + " of its other copies are up and whole");

    Scar.FLIP.on(damaged);
    try (QuiverEmbeddingStore store = Articles.open(directory, nodes)) {
      assertThat(store.count()).isEqualTo(RECORDS);
      Await.noProblem(REBUILT_WITHIN, () -> Articles.behind(store.admin().status()));
    }
  }

  @Test
  void whatWasDamagedIsSetAsideAndNamed() throws IOException {
    try (QuiverEmbeddingStore store = Articles.open(directory, 3)) {
      write(store);
    }
    Path damaged = Target.COMMIT.in(node(2));
    Scar.FLIP.on(damaged);
    byte[] bytes = Files.readAllBytes(damaged);
    Path shard = Target.SHARD_FOLDER.in(node(2));
    Path aside = shard.resolveSibling("aside").resolve(shard.getFileName() + "-1");
    var lines = LogLines.of("dev.quiver.store.internal.log.LogDirectory");
    try (QuiverEmbeddingStore store = Articles.open(directory, 3)) {
      Await.noProblem(REBUILT_WITHIN, () -> Articles.behind(store.admin().status()));
      assertThat(store.count()).isEqualTo(RECORDS);
    }
    assertThat(aside.resolve("sm").resolve(damaged.getFileName())).hasBinaryContent(bytes);
    assertThat(lines.stop()).anyMatch(line -> line.contains("was moved to " + aside));
    assertThat(shard.resolve("rebuilding")).doesNotExist();
  }

  /** It was made while a node was down, so what each node had of it is noted one by one. */
  @Test
  void aReplicaOfSomeThatIsGoneIsMissed() throws IOException {
    try (QuiverEmbeddingStore store = Articles.open(directory, 3)) {
      store.admin().stopNode("node-1");
      try (QuiverEmbeddingStore second = second()) {
        write(second);
      }
    }
    var joins = LogLines.of("dev.quiver.store.internal.cluster.LogJoin");
    for (Path shard : shards(node(0))) {
      Scar.DELETE.on(shard);
    }
    try (QuiverEmbeddingStore second = second()) {
      Await.noProblem(REBUILT_WITHIN, () -> Articles.behind(second.admin().status()));
      assertThat(second.count()).isEqualTo(RECORDS);
    }
    assertThat(joins.stop())
        .singleElement()
        .asString()
        .contains("collection second on node-0 is rebuilt from the others", "nothing is left");
  }

  private QuiverEmbeddingStore second() {
    return QuiverEmbeddingStore.builder()
        .directory(directory)
        .collection("second")
        .shards(1)
        .replicas(3)
        .build();
  }

  private static List<Path> shards(Path node) throws IOException {
    try (Stream<Path> logs = Files.list(node.resolve("logs"))) {
      return logs.filter(log -> Files.exists(log.resolve("sm/quiver.index"))).toList();
    }
  }
}
