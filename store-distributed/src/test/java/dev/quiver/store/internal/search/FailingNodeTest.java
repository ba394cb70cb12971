package dev.quiver.store.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.error.StoreUnavailableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that keeps failing is asked last, and one bad shard does not take others with it. */
@Timeout(60)
class FailingNodeTest {

  private final FakeCluster cluster = new FakeCluster();

  private static StoreUnavailableException disk() {
    return new StoreUnavailableException("disk", null);
  }

  @Test
  void aNodeThatKeepsFailingIsNotAskedFirstAnyMore() {
    cluster.node(0).fails(disk());
    for (int i = 0; i < 20; i++) {
      assertThat(cluster.count(List.of(List.of(0, 1)))).isEqualTo(1);
    }
    assertThat(cluster.node(0).asks).hasSize(4);
    assertThat(cluster.isShunned(0)).isTrue();
    assertThat(cluster.isShunned(1)).isFalse();
  }

  @Test
  void aShunnedNodeIsStillAskedForWhatNobodyElseHas() {
    cluster.node(0).fails(disk());
    for (int i = 0; i < 4; i++) {
      cluster.count(List.of(List.of(0, 1)));
    }
    cluster.node(0).answers();

    assertThat(cluster.isShunned(0)).isTrue();
    assertThat(cluster.count(List.of(List.of(0)))).isEqualTo(1);
    cluster.node(1).fails(disk());
    assertThat(cluster.count(List.of(List.of(0, 1)))).isEqualTo(1);
  }

  @Test
  void aBusyNodeIsNotAFailingOne() {
    cluster.node(0).fails(new NodeBusyException("node-0", "queue of searches", 1));
    for (int i = 0; i < 20; i++) {
      assertThat(cluster.count(List.of(List.of(0, 1)))).isEqualTo(1);
    }
    assertThat(cluster.isShunned(0)).isFalse();
  }

  @Test
  void oneBadShardOfSeveralIsTheOnlyOneMissing() {
    var bad = new ShardId(2);
    cluster.nodes.forEach(node -> node.isBrokenAt(bad));

    try (Gathered<Long> gathered =
        cluster.gather(true, List.of(List.of(0, 1), List.of(1, 0), List.of(0, 1), List.of(0)))) {
      assertThat(gathered.failures()).containsOnlyKeys(bad);
      assertThat(gathered.coverage()).isEqualTo(0.75);
      assertThat(gathered.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(3);
    }
    assertThatThrownBy(() -> cluster.count(List.of(List.of(0), List.of(0), List.of(0))))
        .isInstanceOfSatisfying(
            ShardUnavailableException.class,
            missing -> assertThat(missing.shards()).containsExactly(bad))
        .hasMessageContaining("[shard-2] of 3 asked");
  }

  @Test
  void aNodeThatIsGoneIsNotAskedForEachOfItsShardsAgain() {
    var shards = List.of(new ShardId(0), new ShardId(1));
    cluster.node(0).fails(new ShardUnavailableException(shards, 2, null));

    assertThat(cluster.count(List.of(List.of(0, 1), List.of(0, 1)))).isEqualTo(2);

    assertThat(cluster.node(0).asks).hasSize(1);
  }
}
