package dev.quiver.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Seeds;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A repeated query that finds a cold cache, or a popular one that drowns its node. */
class ConsistentHashTest {
  private final FullCluster cluster = new FullCluster(5, 4, RoutingPolicy.consistentHash());

  @Test
  void aKeyGoesToOneNodeForAllShardsAndEveryTime() {
    Seeds.each(
        100,
        random -> {
          long key = random.nextLong();
          List<NodeRoute> once = cluster.routes(key).byNode();
          assertThat(once).hasSize(1);
          assertThat(cluster.routes(key).byNode()).isEqualTo(once);
        });
  }

  @Test
  void keysSpreadOverAllNodes() {
    int[] counts = new int[5];
    for (long key = 0; key < 10_000; key++) {
      counts[cluster.first(key)]++;
    }
    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 1800 && count < 2200);
  }

  @Test
  void whenANodeGoesOnlyItsKeysMoveEachToItsFallBack() {
    Seeds.each(
        100,
        random -> {
          long key = random.nextLong();
          List<NodeId> before = choices(key);
          cluster.health(2, Health.DOWN);
          List<NodeId> after = choices(key);
          cluster.health(2, Health.UP);
          assertThat(after)
              .containsExactlyElementsOf(
                  before.stream().filter(node -> !node.equals(cluster.node(2))).toList());
        });
  }

  @Test
  void aKeyThatEverybodyAsksForOverflowsToItsFallBack() {
    int home = cluster.first(7);
    for (int i = 0; i < 30; i++) {
      cluster.send(home);
    }
    assertThat(cluster.first(7)).isEqualTo(home);
    for (int i = 0; i < 30; i++) {
      cluster.send(home);
    }
    assertThat(cluster.first(7)).isNotEqualTo(home);
  }

  private List<NodeId> choices(long key) {
    Routes routes = cluster.routes(key);
    return routes.choices(routes.shards().getFirst());
  }
}
