package dev.quiver.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.ring.StableHash;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final PlacementRequest THIRTY = PlacementRequest.ofShards(30);

  @Test
  void inOneZoneNoNodeIsAboveItsWeightedShareRoundedUpNorBelowItRoundedDown() {
    View view = view("a/z/1", "b/z/2", "c/z/4", "d/z/4");

    ShardMap map = Placement.place(view, PlacementRequest.ofShards(100).withReplicas(2), null);

    Map<String, Integer> held = held(map);
    for (Node node : view.nodes()) {
      double share = 100 * 2 * node.weight() / 11.0;
      assertThat(held.get(node.id().value()))
          .isBetween((int) Math.floor(share), (int) Math.ceil(share));
    }
  }

  @Test
  void aNodeTooHeavyForItsShareHoldsEveryShardOnceAndTheOthersShareTheRest() {
    ShardMap map = Placement.place(view("a/z/100", "b/z/1", "c/z/1"), THIRTY.withReplicas(2), null);

    assertThat(held(map)).isEqualTo(Map.of("a", 30, "b", 15, "c", 15));
  }

  @Test
  void zonesGoBeforeWeights() {
    ShardMap map = Placement.place(view("a/x/1", "b/x/1", "c/y/1"), THIRTY.withReplicas(2), null);

    assertThat(held(map)).isEqualTo(Map.of("a", 15, "b", 15, "c", 30));
  }

  @Test
  void whenZonesDoNotLastTheRestIsSpreadAsEvenlyAsZonesHaveNodes() {
    View view = view("a/x/1", "b/y/1", "c/y/1", "d/y/1");

    ShardMap map = Placement.place(view, THIRTY.withReplicas(3), null);

    assertThat(held(map)).isEqualTo(Map.of("a", 30, "b", 20, "c", 20, "d", 20));
  }

  @Test
  void leadersAreSpreadAsEvenlyAsReplicas() {
    ShardMap map = Placement.place(view("a/z/1", "b/z/1", "c/z/1"), THIRTY.withReplicas(3), null);

    assertThat(led(map)).isEqualTo(Map.of("a", 10, "b", 10, "c", 10));
  }

  @Test
  void aNodeThatIsDownGetsNothingAndOneThatIsSuspectKeepsItsOwn() {
    View view = view("a/z/1", "b/z/1", "c/z/1");
    ShardMap map = Placement.place(view, THIRTY, null);

    View suspect = view.withHealth(new NodeId("a"), Health.SUSPECT);
    View down = view.withHealth(new NodeId("a"), Health.DOWN);

    assertThat(Placement.place(suspect, THIRTY, map)).isSameAs(map);
    assertThat(held(Placement.place(down, THIRTY, map))).isEqualTo(Map.of("b", 15, "c", 15));
  }

  @Test
  void withFewerNodesLeftThanReplicasEachNodeGetsOne() {
    View view = view("a/z/1", "b/z/1", "c/z/1").withHealth(new NodeId("a"), Health.DOWN);

    ShardMap map = Placement.place(view, THIRTY.withReplicas(3), null);

    assertThat(held(map)).isEqualTo(Map.of("b", 30, "c", 30));
  }

  @Test
  void losingANodeMovesItsReplicasAndNoOthers() {
    View view = view("a/z/1", "b/z/1", "c/z/1", "d/z/1");
    ShardMap before = Placement.place(view, PlacementRequest.ofShards(60), null);

    ShardMap after =
        Placement.place(view.without(new NodeId("a")), PlacementRequest.ofShards(60), before);

    assertThat(after.epoch()).isEqualTo(new Epoch(2));
    for (int i = 0; i < 60; i++) {
      NodeId holder = before.leaderOf(new ShardId(i));
      if (!holder.value().equals("a")) {
        assertThat(after.leaderOf(new ShardId(i))).isEqualTo(holder);
      }
    }
    assertThat(held(after)).isEqualTo(Map.of("b", 20, "c", 20, "d", 20));
  }

  @Test
  void collectionsOfOneShardDoNotMeetOnOneNode() {
    View view = view("a/z/1", "b/z/1", "c/z/1", "d/z/1");
    PlacementRequest one = PlacementRequest.ofShards(1);

    long used =
        IntStream.range(0, 40)
            .mapToObj(i -> Placement.place(view, one.withCollection("docs-" + i), null))
            .map(map -> map.leaderOf(new ShardId(0)))
            .distinct()
            .count();

    assertThat(used).isEqualTo(4);
  }

  /** On another JVM, after another start, from nodes in another order: the same map to the bit. */
  @Test
  void theSameInputGivesTheSameMapEverywhere() {
    List<Node> nodes =
        IntStream.range(0, 23)
            .mapToObj(i -> new Node(new NodeId("node-" + i), "zone-" + i % 3, 1 + i % 4))
            .toList();
    PlacementRequest request = PlacementRequest.ofShards(1_000).withReplicas(3);
    ShardMap first = Placement.place(View.of(nodes), request, null);
    ShardMap second = Placement.place(View.of(nodes).without(new NodeId("node-7")), request, first);

    assertThat(Placement.place(View.of(nodes.reversed()), request, null)).isEqualTo(first);
    assertThat(digest(first)).isEqualTo("de56622b33bd7cbb");
    assertThat(digest(second)).isEqualTo("c063e4025c1f2683");
  }

  @Test
  void whatCannotBePlacedIsRefusedByName() {
    View view = view("a/z/1", "b/z/1", "c/z/1");

    assertThatThrownBy(() -> Placement.place(view, THIRTY.withReplicas(4), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("replicas must be between 1 and nodes (3), but was 4");
    ShardMap map = Placement.place(view, THIRTY, null);
    assertThatThrownBy(() -> Placement.place(view, PlacementRequest.ofShards(31), map))
        .hasMessage("shards must be those of the current map (30), but was 31");
    View dead = view("a/z/1").withHealth(new NodeId("a"), Health.DOWN);
    assertThatThrownBy(() -> Placement.place(dead, THIRTY, null))
        .hasMessage("nodes that are not down must be at least 1, but was 0 of 1");
    assertThatThrownBy(() -> THIRTY.withReplicas(0))
        .hasMessage("replicas must be at least 1, but was 0");
    assertThatThrownBy(() -> PlacementRequest.ofShards(0))
        .hasMessage("shards must be between 1 and 1000000, but was 0");
    assertThatThrownBy(() -> PlacementRequest.ofShards(1_000_000).withReplicas(3_000))
        .hasMessage("shards times replicas must be at most 20000000, but was 3000000000");
    assertThatThrownBy(() -> THIRTY.withCollection(" ")).hasMessage("collection must not be blank");
  }

  private static View view(String... nodes) {
    return View.of(
        Stream.of(nodes)
            .map(text -> text.split("/", -1))
            .map(part -> new Node(new NodeId(part[0]), part[1], Integer.parseInt(part[2])))
            .toList());
  }

  private static Map<String, Integer> held(ShardMap map) {
    return count(map.replicas().stream().flatMap(List::stream));
  }

  private static Map<String, Integer> led(ShardMap map) {
    return count(map.replicas().stream().map(List::getFirst));
  }

  private static Map<String, Integer> count(Stream<NodeId> nodes) {
    return nodes.collect(
        Collectors.groupingBy(NodeId::value, TreeMap::new, Collectors.summingInt(node -> 1)));
  }

  private static String digest(ShardMap map) {
    return Long.toHexString(StableHash.of(map.replicas().toString()));
  }
}
