package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.cluster.ClusterInspection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches a collection made while a node is down that waits for it, and is called damaged once it
 * is back.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MissingNodeTest {
  /** Less than is waited for a leader. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private static final int RECORDS = 30;

  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  @TempDir private Path directory;

  private QuiverEmbeddingStoreBuilder collection(String name) {
    inspection.watch(directory);
    return QuiverEmbeddingStore.builder().directory(directory).collection(name);
  }

  private static void fill(QuiverEmbeddingStore store) {
    store.addAll(
        IntStream.range(0, RECORDS).mapToObj(i -> "id-" + i).toList(),
        IntStream.range(0, RECORDS).mapToObj(i -> X).toList(),
        null);
  }

  @Test
  void aCollectionMadeMeanwhileGoesToTheOthersAndIsWholeAfterwards() {
    var joins = LogLines.of("dev.quiver.store.internal.cluster.LogJoin");
    try (var first = collection("first").nodes(3).shards(1).replicas(3).build()) {
      first.admin().stopNode("node-1");
      try (var single = collection("single").shards(6).build();
          var threefold = collection("threefold").shards(2).replicas(3).build()) {
        fill(single);
        fill(threefold);
        assertThat(single.admin().status().shards())
            .flatExtracting(ShardStatus::replicas)
            .extracting(ReplicaStatus::node)
            .containsOnly("node-0", "node-2");
        assertThat(threefold.count()).isEqualTo(RECORDS);
      }
      first.admin().startNode("node-1");
      try (var threefold = collection("threefold").build()) {
        ClusterInspection.replicasAgree();
        first.admin().stopNode("node-0");
        assertThat(threefold.count()).isEqualTo(RECORDS);
      }
    }
    try (var single = collection("single").build();
        var threefold = collection("threefold").build()) {
      assertThat(single.count()).isEqualTo(RECORDS);
      assertThat(threefold.count()).isEqualTo(RECORDS);
    }
    assertThat(joins.stop()).as("nothing was lost").isEmpty();
  }

  @Test
  void whatNodesThatAreDownKeepFromBeingMadeOrOpenedIsRefusedAtOnce() {
    try (var first = collection("first").nodes(3).shards(1).replicas(3).build()) {
      collection("single").shards(6).build().close();
      first.admin().stopNode("node-1");
      isRefusedAtOnce(
          collection("single"),
          "collection single cannot be opened: a majority of the replicas of",
          "on [node-1], but only [] are");
      first.admin().stopNode("node-2");
      isRefusedAtOnce(
          collection("another"),
          "collection another cannot be made: a majority of the 3 nodes must be up, but only"
              + " [node-0] are");
      first.admin().startNode("node-1");
      first.admin().startNode("node-2");
      try (var single = collection("single").build()) {
        assertThat(single.count()).isZero();
      }
    }
  }

  private static void isRefusedAtOnce(QuiverEmbeddingStoreBuilder builder, String... why) {
    long began = System.nanoTime();
    assertThatThrownBy(() -> builder.build().close())
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContainingAll(why);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
  }
}
