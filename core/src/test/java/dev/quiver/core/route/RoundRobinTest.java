package dev.quiver.core.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Seeds;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Turns that are skipped, doubled, or inherited from a node that is gone. */
class RoundRobinTest {
  @Test
  void everyReplicaAnswersExactlyAsOften() {
    var cluster = new FullCluster(3, RoutingPolicy.roundRobin());
    assertThat(cluster.firstOf(300)).containsExactly(100, 100, 100);
  }

  @Test
  void theTurnsOfADeadNodeDoNotFallToItsNeighbour() {
    var cluster = new FullCluster(4, RoutingPolicy.roundRobin());
    cluster.health(1, Health.DOWN);
    assertThat(cluster.firstOf(300)).containsExactly(100, 0, 100, 100);
  }

  @Test
  void weightsAreKeptWithinOneRequestAtEveryMoment() {
    Seeds.each(
        300,
        random -> {
          int nodes = random.nextInt(1, 6);
          Map<NodeId, Integer> weights = new HashMap<>();
          int sum = 0;
          for (int i = 0; i < nodes; i++) {
            int weight = random.nextInt(1, 30);
            weights.put(new NodeId("node-" + i), weight);
            sum += weight;
          }
          var cluster = new FullCluster(nodes, RoutingPolicy.weightedRoundRobin(weights));
          int[] counts = new int[nodes];
          for (int requests = 1; requests <= 3 * sum; requests++) {
            counts[cluster.first()]++;
            for (int i = 0; i < nodes; i++) {
              double ideal = requests * weights.getOrDefault(cluster.node(i), 0) / (double) sum;
              assertThat(Math.abs(counts[i] - ideal)).isLessThan(1 + 1e-9);
            }
          }
        });
  }

  @Test
  void aNodeThatComesBackIsNotOwedWhatItMissed() {
    var cluster = new FullCluster(2, RoutingPolicy.weightedRoundRobin(Map.of()));
    cluster.health(1, Health.DOWN);
    cluster.firstOf(1000);
    cluster.health(1, Health.UP);
    assertThat(cluster.firstOf(10)).containsExactly(5, 5);
  }

  @Test
  void refusesAWeightThatIsNone() {
    Map<NodeId, Integer> weights = Map.of(new NodeId("a"), 0);
    assertThatThrownBy(() -> RoutingPolicy.weightedRoundRobin(weights))
        .hasMessage("weight of a must be between 1 and 1000, but was 0");
  }
}
