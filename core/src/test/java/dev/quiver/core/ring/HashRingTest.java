package dev.quiver.core.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class HashRingTest {
  private static final long FAR = Long.MAX_VALUE;

  @Test
  void ownersAreTheNearestDifferentNodesClockwise() {
    Seeds.each(50, HashRingTest::compareWithASortedList);
  }

  private static void compareWithASortedList(RandomGenerator random) {
    var nodes = new ArrayList<Node>();
    for (int i = 0; i <= random.nextInt(8); i++) {
      nodes.add(weighted("node-" + random.nextInt(1_000_000) + "-" + i, 1 + random.nextInt(3)));
    }
    int virtualNodes = 1 + random.nextInt(20);
    HashRing ring = HashRing.of(nodes, virtualNodes);
    for (int i = 0; i < 50; i++) {
      long point = random.nextLong();
      List<NodeId> nearest =
          nodes.stream()
              .sorted(
                  Comparator.comparing(
                      n -> distance(point, n, virtualNodes), Long::compareUnsigned))
              .map(Node::id)
              .toList();
      int count = 1 + random.nextInt(nodes.size());
      assertThat(ring.owners(point, count)).isEqualTo(nearest.subList(0, count));
    }
  }

  private static long distance(long point, Node node, int virtualNodes) {
    return IntStream.range(0, virtualNodes * node.weight())
        .mapToObj(i -> StableHash.of(node.id().value() + "#" + i) - point)
        .min(Long::compareUnsigned)
        .orElseThrow();
  }

  @Test
  void comingAndGoingGivesTheSameRingAsBuildingItAnew() {
    Seeds.each(50, HashRingTest::changeAndRebuild);
  }

  private static void changeAndRebuild(RandomGenerator random) {
    HashRing ring = HashRing.of(List.of(), 7);
    for (int i = 0; i < 30; i++) {
      var id = "node-" + random.nextInt(10);
      boolean known = ring.nodes().stream().anyMatch(node -> node.id().value().equals(id));
      ring =
          known && random.nextBoolean()
              ? ring.without(new NodeId(id))
              : ring.with(weighted(id, 1 + random.nextInt(3)));
      HashRing rebuilt = HashRing.of(ring.nodes().reversed(), 7);
      assertThat(ring).isEqualTo(rebuilt).hasSameHashCodeAs(rebuilt);
      assertThat(points(ring)).isEqualTo(points(rebuilt));
    }
  }

  private static List<String> points(HashRing ring) {
    RingPoints points = ring.points();
    return IntStream.range(0, points.size())
        .mapToObj(i -> points.point(i) + " " + ring.nodes().get(points.owner(i)).id())
        .toList();
  }

  @Test
  void aPointWithTwoVirtualNodesBelongsToTheFirstIdWhicheverCameFirst() {
    var first = new RingPoints(new long[] {-5, 10}, new int[] {0, 0});
    var second = new RingPoints(new long[] {10, 20}, new int[] {1, 1});

    for (RingPoints merged : List.of(first.merge(second), second.merge(first))) {
      assertThat(merged.owner(merged.firstAtOrAfter(10))).isEqualTo(0);
      assertThat(merged.owner(merged.after(merged.firstAtOrAfter(10)))).isEqualTo(1);
      RingPoints left = merged.without(0);
      assertThat(left.point(left.firstAtOrAfter(10))).isEqualTo(10);
      assertThat(merged.shares(2)[1]).isEqualTo(10 / 0x1p64);
    }
  }

  @Test
  void theCircleHasNoEnd() {
    HashRing ring = HashRing.of(List.of(Node.named("a"), Node.named("b")), 3);

    assertThat(ring.owners(FAR, 2)).isEqualTo(ring.owners(FAR + 1, 2));
  }

  @Test
  void sharesFollowWeightsAndFillTheCircle() {
    HashRing ring =
        HashRing.of(List.of(weighted("a", 1), weighted("b", 2), weighted("c", 5)), 2_000);

    double sum = 0;
    for (Node node : ring.nodes()) {
      double share = ring.shareOf(node.id());
      assertThat(share).isCloseTo(node.weight() / 8.0, Percentage.withPercentage(10));
      sum += share;
    }
    assertThat(sum).isCloseTo(1.0, Percentage.withPercentage(1e-9));
    assertThat(HashRing.of(List.of(Node.named("a")), 3).shareOf(new NodeId("a"))).isEqualTo(1.0);
  }

  @Test
  void theFirstAcceptedOwnerIsTheNearestOfThoseAccepted() {
    List<Node> nodes = IntStream.range(0, 9).mapToObj(i -> Node.named("node-" + i)).toList();
    HashRing ring = HashRing.of(nodes, 20);
    List<NodeId> owners = ring.owners(42, 9);

    int third = ring.firstOwner(42, n -> owners.indexOf(ring.nodes().get(n).id()) >= 2);
    assertThat(ring.nodes().get(third).id()).isEqualTo(owners.get(2));
    assertThat(ring.firstOwner(42, n -> false)).isEqualTo(-1);
    assertThat(HashRing.of(List.of(), 1).firstOwner(42, n -> true)).isEqualTo(-1);
  }

  /** The ring decides where data lies; a new hash or a new way to count virtual nodes moves it. */
  @Test
  void ownersOfKnownPointsNeverChange() {
    List<Node> nodes = IntStream.range(0, 5).mapToObj(i -> Node.named("node-" + i)).toList();
    HashRing ring = HashRing.of(nodes, HashRing.DEFAULT_VIRTUAL_NODES);

    String owners =
        IntStream.range(0, 20)
            .mapToObj(
                i -> ring.owners(StableHash.of("point-" + i), 1).getFirst().value().substring(5))
            .reduce("", String::concat);
    assertThat(owners).isEqualTo("20322121023030202131");
  }

  @Test
  void whatCannotBeIsRefused() {
    HashRing ring = HashRing.of(List.of(Node.named("a")), 3);

    assertThatThrownBy(() -> ring.owners(0, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("owners must be between 1 and nodes (1), but was 2");
    assertThatThrownBy(() -> ring.without(new NodeId("b")))
        .hasMessage("node must be on the ring, but was b");
    assertThatThrownBy(() -> ring.shareOf(new NodeId("b")))
        .hasMessage("node must be on the ring, but was b");
    assertThatThrownBy(() -> HashRing.of(List.of(), 0))
        .hasMessage("virtualNodes must be between 1 and 10000, but was 0");
    assertThatThrownBy(() -> HashRing.of(List.of(Node.named("a"), Node.named("a")), 3))
        .hasMessage("nodes must be distinct, but a is twice");
    List<Node> heavy = IntStream.range(0, 200).mapToObj(i -> weighted("n" + i, 1_000)).toList();
    assertThatThrownBy(() -> HashRing.of(heavy, 150))
        .hasMessage(
            "virtualNodes times the sum of weights must be at most 16777216, but was 30000000");
  }

  private static Node weighted(String id, int weight) {
    return new Node(new NodeId(id), Node.DEFAULT_ZONE, weight);
  }
}
