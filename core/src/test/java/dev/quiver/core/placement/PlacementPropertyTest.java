package dev.quiver.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Seeds;
import dev.quiver.core.cluster.View;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random clusters, random changes: the rules hold after every step, and few replicas move. */
class PlacementPropertyTest {
  private static final int SEEDS = Seeds.count(70);
  private static final int CHANGES = 8;

  private final MoveTable moves = new MoveTable();

  @Test
  void everyRuleHoldsAfterEveryChangeAndMovesStayNearTheMinimum() {
    Seeds.each(SEEDS, this::liveThroughChanges);

    moves.print();
    assertThat(moves.worstRatio()).as("moves / fewest possible").isLessThanOrEqualTo(2.0);
  }

  private void liveThroughChanges(RandomGenerator random) {
    int zones = 1 + random.nextInt(4);
    int heaviest = random.nextBoolean() ? 1 : 1 + random.nextInt(8);
    var nodes = new ArrayList<Node>();
    int size = 1 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      nodes.add(node(i, zones, heaviest, random));
    }
    View view = View.of(nodes);
    PlacementRequest request =
        PlacementRequest.ofShards(1 + random.nextInt(200))
            .withReplicas(1 + random.nextInt(Math.min(5, size)));
    ShardMap map = Placement.place(view, request, null);
    PlacementRules.check(view, request, map);
    for (int i = 0; i < CHANGES; i++) {
      String change;
      View before = view;
      int kind = random.nextInt(5);
      if (kind == 0) {
        change = "node joins";
        view = view.with(node(size++, zones, heaviest, random));
      } else if (kind == 1 && view.size() > request.replicas()) {
        change = "node leaves";
        view = view.without(any(view, random));
      } else if (kind == 2) {
        NodeId id = any(view, random);
        boolean down = view.healthOf(id) == Health.DOWN;
        change = down ? "node comes up" : "node goes down";
        view = view.withHealth(id, down ? Health.UP : Health.DOWN);
      } else if (kind == 3) {
        change = "weight changes";
        NodeId id = any(view, random);
        String zone =
            view.nodes().stream().filter(n -> n.id().equals(id)).findFirst().orElseThrow().zone();
        view = view.with(new Node(id, zone, 1 + random.nextInt(heaviest)));
      } else {
        change = "replicas change";
        request = request.withReplicas(1 + random.nextInt(Math.min(5, view.size())));
      }
      if (PlacementRules.usable(view).isEmpty()) {
        view = before;
      }
      ShardMap next = Placement.place(view, request, map);
      PlacementRules.check(view, request, next);
      assertThat(Placement.place(view, request, next)).as("placed twice").isSameAs(next);
      moves.add(change, new FewestMoves(view, request, map), map.changesTo(next));
      map = next;
    }
  }

  private static Node node(int i, int zones, int heaviest, RandomGenerator random) {
    return new Node(
        new NodeId("node-" + i), "zone-" + random.nextInt(zones), 1 + random.nextInt(heaviest));
  }

  private static NodeId any(View view, RandomGenerator random) {
    List<Node> nodes = view.nodes();
    return nodes.get(random.nextInt(nodes.size())).id();
  }
}
