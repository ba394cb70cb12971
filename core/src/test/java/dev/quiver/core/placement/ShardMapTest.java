package dev.quiver.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.placement.ShardChange.AddReplica;
import dev.quiver.core.placement.ShardChange.MoveLeader;
import dev.quiver.core.placement.ShardChange.RemoveReplica;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShardMapTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");
  private static final ShardId FIRST = new ShardId(0);
  private static final ShardId SECOND = new ShardId(1);

  @Test
  void changesAddBeforeTheyRemove() {
    ShardMap before = map("ab", "ab");
    ShardMap after = map("ab", "cb");

    assertThat(before.changesTo(after))
        .containsExactly(
            new AddReplica(SECOND, C), new MoveLeader(SECOND, A, C), new RemoveReplica(SECOND, A));
  }

  @Test
  void anotherOrderOfFollowersIsNoChange() {
    assertThat(map("abc").changesTo(map("acb"))).isEmpty();
    assertThat(map("abc").changesTo(map("bac"))).containsExactly(new MoveLeader(FIRST, A, B));
  }

  @Test
  void aSmallerShardOnlyLosesReplicas() {
    assertThat(map("abc").changesTo(map("a")))
        .containsExactly(new RemoveReplica(FIRST, B), new RemoveReplica(FIRST, C));
  }

  @Test
  void mapsOfDifferentShardsHaveNoSteps() {
    assertThatThrownBy(() -> map("a").changesTo(map("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shards must be the same in both maps (1), but was 2");
  }

  @Test
  void aShardIsOnDistinctNodesAndOnOneAtLeast() {
    assertThatThrownBy(() -> map("aa"))
        .hasMessage("replicas of shard-0 must be on distinct nodes, but were [a, a]");
    assertThatThrownBy(() -> map("a", "")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnknownShardIsRefusedByName() {
    assertThat(map("ab").leaderOf(FIRST)).isEqualTo(A);
    assertThatThrownBy(() -> map("ab").replicasOf(SECOND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shard must be below shards (1), but was 1");
  }

  private static ShardMap map(String... shards) {
    List<List<NodeId>> replicas =
        Stream.of(shards)
            .map(nodes -> nodes.chars().mapToObj(c -> new NodeId("" + (char) c)).toList())
            .toList();
    return new ShardMap(Epoch.FIRST, replicas);
  }
}
