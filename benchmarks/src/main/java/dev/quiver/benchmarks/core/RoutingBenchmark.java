package dev.quiver.benchmarks.core;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.View;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.placement.ShardMap;
import dev.quiver.core.route.Candidate;
import dev.quiver.core.route.NodeRoute;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.core.route.RouteRequest;
import dev.quiver.core.route.Routes;
import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.core.route.RoutingTable;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Routing a request to 64 shards of three replicas on 16 nodes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RoutingBenchmark {
  private static final int SHARDS = 64;
  private static final int REPLICAS = 3;
  private static final int NODES = 16;

  /** The policies of the public API. */
  public enum Policy {
    LEAST_LOADED,
    TWO_CHOICES,
    ROUND_ROBIN,
    WEIGHTED_ROUND_ROBIN,
    LEAST_CONNECTIONS,
    CONSISTENT_HASH
  }

  @Param Policy policy = Policy.LEAST_LOADED;

  private final View view =
      View.of(IntStream.range(0, NODES).mapToObj(i -> Node.named("node-" + i)).toList());
  private final ShardMap map = new ShardMap(Epoch.FIRST, replicas());
  private final Candidate candidate = Candidate.serving(new Position(1, 1));
  private ReplicaRouter router = router(Policy.LEAST_LOADED);
  private RoutingTable table = router.table(map, view, Map.of());
  private RouteRequest request = request(0);

  @Setup
  public void build() {
    router = router(policy);
    table = router.table(map, view, Map.of());
    for (int node = 0; node < NODES; node++) {
      router.send(new NodeId("node-" + node), 1 + node % 3, 0);
    }
    request = request(42);
  }

  @Benchmark
  public Routes route() {
    return router.routes(table, request);
  }

  @Benchmark
  public List<NodeRoute> routeAndGroup() {
    return router.routes(table, request).byNode();
  }

  @Benchmark
  public RoutingTable joinTable() {
    return router.table(map, view, Map.of());
  }

  private RouteRequest request(long key) {
    return new RouteRequest(table.shards(), (shard, node) -> candidate, key);
  }

  private static ReplicaRouter router(Policy policy) {
    return new ReplicaRouter(
        switch (policy) {
          case LEAST_LOADED -> RoutingPolicy.leastLoaded();
          case TWO_CHOICES -> RoutingPolicy.twoChoices();
          case ROUND_ROBIN -> RoutingPolicy.roundRobin();
          case WEIGHTED_ROUND_ROBIN -> RoutingPolicy.weightedRoundRobin(Map.of());
          case LEAST_CONNECTIONS -> RoutingPolicy.leastConnections();
          case CONSISTENT_HASH -> RoutingPolicy.consistentHash();
        },
        LoadScorer.DEFAULTS,
        new SplittableRandom(1)::nextLong);
  }

  private static List<List<NodeId>> replicas() {
    return IntStream.range(0, SHARDS)
        .mapToObj(
            shard ->
                IntStream.range(0, REPLICAS)
                    .mapToObj(replica -> new NodeId("node-" + (shard + replica) % NODES))
                    .toList())
        .toList();
  }
}
