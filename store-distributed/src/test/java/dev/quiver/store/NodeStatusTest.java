package dev.quiver.store;

import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches a status that says of a node that it holds nothing while it does. */
@Timeout(60)
final class NodeStatusTest {
  private static final int RECORDS = 380;

  @TempDir private Path directory;

  @Test
  void recordsCountBeforeTheirCommitAndAfterTheirNodeWasStopped() {
    try (var store = TestStores.on(directory, 2, 2, 2).build()) {
      store.addAll(
          IntStream.range(0, RECORDS).mapToObj(i -> "id-" + i).toList(),
          IntStream.range(0, RECORDS).mapToObj(i -> vector(1, i, -i)).toList(),
          null);
      store.flush();
      List<NodeStatus> up = store.admin().status().nodes();
      assertThat(up)
          .allSatisfy(
              node -> {
                assertThat(node.rows()).isEqualTo(RECORDS);
                assertThat(node.bytes()).isGreaterThan(RECORDS * 3L * Float.BYTES);
              });
      List<ReplicaStatus> before = replicas(store, "node-1");

      store.admin().stopNode("node-1");

      NodeStatus stopped = store.admin().status().nodes().getLast();
      assertThat(stopped.state()).isEqualTo("DOWN");
      assertThat(stopped.rows()).isEqualTo(RECORDS);
      assertThat(stopped.bytes()).isGreaterThan(RECORDS * 3L * Float.BYTES);
      assertThat(replicas(store, "node-1"))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("state")
          .isEqualTo(before)
          .extracting(ReplicaStatus::state)
          .containsOnly("OFFLINE");

      store.admin().startNode("node-1");
      assertThat(store.admin().status().nodes().getLast().state()).isEqualTo("UP");
    }
  }

  private static List<ReplicaStatus> replicas(QuiverEmbeddingStore store, String node) {
    return store.admin().status().shards().stream()
        .flatMap(shard -> shard.replicas().stream())
        .filter(replica -> replica.node().equals(node))
        .toList();
  }
}
