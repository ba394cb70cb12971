package dev.quiver.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.View;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;

/** What must be true of every placed map. */
final class PlacementRules {
  private PlacementRules() {}

  static void check(View view, PlacementRequest request, ShardMap map) {
    List<Node> usable = usable(view);
    int replicas = Math.min(request.replicas(), usable.size());
    var zoneOf = new HashMap<NodeId, String>();
    var zoneSizes = new HashMap<String, Integer>();
    for (Node node : usable) {
      zoneOf.put(node.id(), node.zone());
      zoneSizes.merge(node.zone(), 1, Integer::sum);
    }
    assertThat(map.shards()).isEqualTo(request.shards());
    for (List<NodeId> holders : map.replicas()) {
      if (new HashSet<>(holders).size() != replicas || !zoneOf.keySet().containsAll(holders)) {
        throw new AssertionError(replicas + " distinct usable nodes expected: " + holders);
      }
      checkZones(holders, zoneOf, zoneSizes);
    }
    checkShares(usable, request, replicas, map);
  }

  static List<Node> usable(View view) {
    return view.nodes().stream().filter(n -> view.healthOf(n.id()) != Health.DOWN).toList();
  }

  /**
   * As even as it gets: a zone has as many as any other, one fewer, or one on each of its nodes.
   */
  private static void checkZones(
      List<NodeId> holders, Map<NodeId, String> zoneOf, Map<String, Integer> zoneSizes) {
    var used = new HashMap<String, Integer>();
    holders.forEach(node -> used.merge(zoneOf.getOrDefault(node, ""), 1, Integer::sum));
    int most = used.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    zoneSizes.forEach(
        (zone, size) -> {
          int count = used.getOrDefault(zone, 0);
          if (count < most - 1 && count < size) {
            throw new AssertionError(holders + " are unevenly on zones " + used);
          }
        });
  }

  private static void checkShares(
      List<Node> usable, PlacementRequest request, int replicas, ShardMap map) {
    var share = new FairShare(usable, new Zones(usable, replicas), request.shards(), replicas);
    var held = new HashMap<NodeId, Integer>();
    var led = new HashMap<NodeId, Integer>();
    for (List<NodeId> holders : map.replicas()) {
      holders.forEach(node -> held.merge(node, 1, Integer::sum));
      led.merge(holders.getFirst(), 1, Integer::sum);
    }
    double sum = 0;
    for (int i = 0; i < usable.size(); i++) {
      NodeId id = usable.get(i).id();
      int count = held.getOrDefault(id, 0);
      assertThat(count).as("replicas on %s", id).isBetween(share.floor(i), share.ceiling(i));
      assertThat(Math.abs(count - share.ideal(i))).as("distance from ideal").isLessThan(1);
      assertThat(Math.abs(led.getOrDefault(id, 0) - (double) count / replicas))
          .as("leaders on %s against its %d replicas", id, count)
          .isLessThan(1);
      sum += share.ideal(i);
    }
    double replicasInAll = (double) request.shards() * replicas;
    assertThat(sum).isCloseTo(replicasInAll, Percentage.withPercentage(1e-6));
  }
}
