package dev.quiver.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.View;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.placement.ShardMap;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An object per shard or replica on the hot path. */
class RoutingAllocationTest {
  private static final int SHARDS = 64;
  private static final int REPLICAS = 3;
  private static final int NODES = 16;
  private static final int CALLS = 2_000;

  /** Three arrays and the object that holds them, with their headers. */
  private static final long RESULT_BYTES =
      (16 + 8L * SHARDS * REPLICAS) + (16 + 4L * SHARDS) + (16 + 4L * NODES) + 48;

  private int choices;

  @ParameterizedTest
  @EnumSource
  void routingAllocatesItsResultOnly(Policies policy) {
    var router =
        new ReplicaRouter(policy.policy(), LoadScorer.DEFAULTS, new SplittableRandom(1)::nextLong);
    RoutingTable table = router.table(map(), view(), Map.of());
    Candidate candidate = Candidate.serving(Position.NONE);
    var request = new RouteRequest(table.shards(), (shard, node) -> candidate, 42);
    long perCall =
        Math.min(bytesPerCall(router, table, request), bytesPerCall(router, table, request));
    assertThat(perCall).isBetween(RESULT_BYTES - 64, RESULT_BYTES + 64);
    assertThat(choices).isEqualTo(2 * CALLS * REPLICAS);
  }

  private long bytesPerCall(ReplicaRouter router, RoutingTable table, RouteRequest request) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < CALLS; i++) {
      choices += router.routes(table, request).choices(i % SHARDS);
    }
    return (threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
  }

  private static View view() {
    return View.of(IntStream.range(0, NODES).mapToObj(i -> Node.named("node-" + i)).toList());
  }

  private static ShardMap map() {
    List<List<NodeId>> replicas =
        IntStream.range(0, SHARDS)
            .mapToObj(
                shard ->
                    IntStream.range(0, REPLICAS)
                        .mapToObj(replica -> new NodeId("node-" + (shard + replica) % NODES))
                        .toList())
            .toList();
    return new ShardMap(Epoch.FIRST, replicas);
  }
}
