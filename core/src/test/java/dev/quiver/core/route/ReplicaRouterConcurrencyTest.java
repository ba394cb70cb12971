package dev.quiver.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Turns or calls that get lost when many threads share a router. */
class ReplicaRouterConcurrencyTest {
  private static final int THREADS = 4;
  private static final int REQUESTS = 6_000;

  @Test
  void turnsAreExactAcrossThreads() throws Exception {
    var cluster = new FullCluster(3, RoutingPolicy.roundRobin());
    assertThat(together(() -> cluster.firstOf(REQUESTS))).containsExactly(8_000, 8_000, 8_000);
  }

  @Test
  void weightedTurnsAreExactAcrossThreads() throws Exception {
    Map<NodeId, Integer> weights = Map.of(new NodeId("node-0"), 3, new NodeId("node-1"), 2);
    var cluster = new FullCluster(3, RoutingPolicy.weightedRoundRobin(weights));
    assertThat(together(() -> cluster.firstOf(REQUESTS))).containsExactly(12_000, 8_000, 4_000);
  }

  @Test
  void callsThatEndedLeaveNothingInFlight() throws Exception {
    var cluster = new FullCluster(3, RoutingPolicy.leastConnections());
    together(
        () -> {
          for (int i = 0; i < REQUESTS; i++) {
            NodeCall call = cluster.send(i % 2);
            call.answered(i);
            call.refused();
          }
          return new int[3];
        });
    // One call left behind on a node would cost it its turns.
    assertThat(cluster.firstOf(300)).containsExactly(100, 100, 100);
  }

  private static int[] together(Callable<int[]> work) throws Exception {
    int[] sum = new int[3];
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<int[]>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        results.add(threads.submit(work));
      }
      for (Future<int[]> result : results) {
        int[] counts = result.get(30, TimeUnit.SECONDS);
        for (int node = 0; node < sum.length; node++) {
          sum[node] += counts[node];
        }
      }
    }
    return sum;
  }
}
