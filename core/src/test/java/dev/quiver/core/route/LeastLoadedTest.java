package dev.quiver.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A herd: all requests to the node that looked best in the last sample, or none ever again. */
class LeastLoadedTest {
  private static final long MILLI = 1_000_000;

  @Test
  void equalsTakeTurns() {
    var cluster = new FullCluster(3, RoutingPolicy.leastLoaded());
    assertThat(cluster.firstOf(300)).containsExactly(100, 100, 100);
  }

  @Test
  void nearlyEqualScoresTakeTurnsToo() {
    var cluster = new FullCluster(3, RoutingPolicy.leastLoaded());
    cluster.load(0, 0.300);
    cluster.load(1, 0.305);
    cluster.load(2, 0.310);
    assertThat(cluster.firstOf(300)).containsExactly(100, 100, 100);
  }

  @Test
  void theScoreDecidesWhileNothingIsInFlight() {
    var cluster = new FullCluster(3, RoutingPolicy.leastLoaded());
    cluster.load(0, 0.8);
    cluster.load(1, 0.2);
    cluster.load(2, 0.8);
    assertThat(cluster.firstOf(100)).containsExactly(0, 100, 0);
  }

  @Test
  void requestsInFlightCountBetweenSamples() {
    var cluster = new FullCluster(2, RoutingPolicy.leastLoaded());
    cluster.load(0, 0.2);
    cluster.load(1, 0.6);
    assertThat(cluster.keepInFlight(300)[1]).isBetween(75, 125);
  }

  @Test
  void anOverloadedNodeIsOnlyTheLastResort() {
    var cluster = new FullCluster(2, RoutingPolicy.leastLoaded());
    cluster.load(0, 0.95);
    cluster.load(1, 0.89);
    assertThat(cluster.keepInFlight(500)).containsExactly(0, 500);
    cluster.load(1, 0.95);
    assertThat(cluster.keepInFlight(1000)[0]).isGreaterThan(500);
  }

  @Test
  void aSlowNodeGetsTheShareItCanServe() {
    var cluster = new FullCluster(2, RoutingPolicy.leastLoaded());
    cluster.send(0).answered(8 * MILLI);
    cluster.send(1).answered(2 * MILLI);
    assertThat(cluster.keepInFlight(500)[0]).isBetween(80, 130);
  }

  @Test
  void oneBadAnswerIsForgottenInAQuietMinute() {
    var cluster = new FullCluster(2, RoutingPolicy.leastLoaded());
    cluster.send(0).answered(100 * MILLI);
    cluster.send(1).answered(2 * MILLI);
    assertThat(cluster.firstOf(10)).containsExactly(0, 10);
    for (int sample = 1; sample <= 12; sample++) {
      cluster.sampleAgain(sample * 5_000L * MILLI);
      cluster.send(1).answered(2 * MILLI);
    }
    assertThat(cluster.firstOf(10)).containsExactly(5, 5);
  }

  @Test
  void aNodeWithoutASampleCountsLikeTheMean() {
    var cluster = new FullCluster(3, RoutingPolicy.leastLoaded());
    cluster.load(0, 0.2);
    cluster.load(1, 0.6);
    int[] counts = cluster.keepInFlight(900);
    assertThat(counts[2]).isBetween(counts[1] + 1, counts[0] - 1);
  }

  @Test
  void theShardsOfOneRequestSpreadEvenly() {
    var cluster = new FullCluster(3, 12, RoutingPolicy.leastLoaded());
    for (int i = 0; i < 10; i++) {
      assertThat(cluster.routes(i).byNode())
          .hasSize(3)
          .allSatisfy(route -> assertThat(route.shards()).hasSize(4));
    }
  }

  @Test
  void aCallEndsOnce() {
    var cluster = new FullCluster(2, RoutingPolicy.leastConnections());
    var calls = new ArrayList<NodeCall>();
    for (int i = 0; i < 3; i++) {
      calls.add(cluster.send(0));
    }
    cluster.send(1);
    NodeCall first = calls.getFirst();
    first.missed(9);
    first.answered(10);
    first.refused();
    assertThat(cluster.firstOf(10)).containsExactly(0, 10);
    calls.forEach(NodeCall::refused);
    assertThat(cluster.firstOf(10)).containsExactly(10, 0);
  }

  @Test
  void quickRefusalsDoNotMakeANodeLookQuick() {
    var cluster = new FullCluster(2, RoutingPolicy.leastLoaded());
    cluster.send(0).answered(4 * MILLI);
    cluster.send(1).answered(4 * MILLI);
    for (int i = 0; i < 100; i++) {
      cluster.send(0).refused();
    }
    assertThat(cluster.firstOf(10)).containsExactly(5, 5);
  }

  @Test
  void theBetterOfTwoLeavesTheWorstAlone() {
    var cluster = new FullCluster(5, RoutingPolicy.twoChoices());
    for (int node = 0; node < 5; node++) {
      cluster.load(node, 0.1 + 0.15 * node);
    }
    // Of five ranks, two are drawn: the best is first with 4/10, then 3/10, 2/10, 1/10, never.
    int[] counts = cluster.firstOf(10_000);
    assertThat(counts[4]).isZero();
    assertThat(Arrays.stream(counts).limit(4).map(count -> (count + 500) / 1000).toArray())
        .containsExactly(4, 3, 2, 1);
  }
}
