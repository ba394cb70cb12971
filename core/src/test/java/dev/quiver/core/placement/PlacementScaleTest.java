package dev.quiver.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.ring.HashRing;
import dev.quiver.core.ring.StableHash;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 100,000 shards with three replicas on 1,000 nodes in ten zones. */
class PlacementScaleTest {
  private static final int NODES = 1_000;
  private static final int SHARDS = 100_000;
  private static final int REPLICAS = 3;

  private final PlacementRequest request = PlacementRequest.ofShards(SHARDS).withReplicas(REPLICAS);
  private final View view =
      View.of(IntStream.range(0, NODES).mapToObj(PlacementScaleTest::node).toList());

  @Test
  void aLargeClusterIsPlacedByTheRulesAndMovesLittleMoreThanItMust() {
    ShardMap map = Placement.place(view, request, null);
    PlacementRules.check(view, request, map);
    System.out.printf(
        Locale.ROOT,
        "from scratch: %.3f of the replicas are where the ring alone puts them%n",
        onRing(map));

    var table = new MoveTable();
    change(table, "one node leaves", view.without(new NodeId("node-500")), map);
    change(table, "one node joins", view.with(node(NODES)), map);
    change(table, "one zone is lost", withoutZone(3), map);
    change(table, "twice the nodes", twice(), map);
    table.print();
    assertThat(table.worstRatio()).isLessThanOrEqualTo(2.0);
  }

  private void change(MoveTable table, String name, View changed, ShardMap map) {
    ShardMap next = Placement.place(changed, request, map);
    PlacementRules.check(changed, request, next);
    table.add(name, new FewestMoves(changed, request, map), map.changesTo(next));
  }

  private double onRing(ShardMap map) {
    HashRing ring = HashRing.of(view.nodes(), request.virtualNodes());
    int found = 0;
    for (int shard = 0; shard < SHARDS; shard++) {
      long point = StableHash.of(request.collection() + "#" + shard);
      List<NodeId> owners = ring.owners(point, REPLICAS);
      found += (int) map.replicas().get(shard).stream().filter(owners::contains).count();
    }
    return (double) found / (SHARDS * REPLICAS);
  }

  private View withoutZone(int zone) {
    return View.of(
        view.nodes().stream().filter(node -> !node.zone().equals("zone-" + zone)).toList());
  }

  private static View twice() {
    return View.of(IntStream.range(0, 2 * NODES).mapToObj(PlacementScaleTest::node).toList());
  }

  private static Node node(int i) {
    return new Node(new NodeId("node-" + i), "zone-" + i % 10, Node.DEFAULT_WEIGHT);
  }
}
