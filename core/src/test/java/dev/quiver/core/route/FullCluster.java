package dev.quiver.core.route;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.View;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.load.NodeLoad;
import dev.quiver.core.placement.ShardMap;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Some nodes that each hold a replica of every shard, and a router to try on them. */
final class FullCluster {
  private final List<NodeId> nodes;
  private final ShardMap map;
  private final ReplicaRouter router;
  private final Map<NodeId, NodeLoad> loads = new HashMap<>();
  private View view;
  private RoutingTable table;

  FullCluster(int nodeCount, RoutingPolicy policy) {
    this(nodeCount, 1, policy);
  }

  FullCluster(int nodeCount, int shards, RoutingPolicy policy) {
    nodes = IntStream.range(0, nodeCount).mapToObj(i -> new NodeId("node-" + i)).toList();
    map = new ShardMap(Epoch.FIRST, Collections.nCopies(shards, nodes));
    view = View.of(nodes.stream().map(id -> Node.named(id.value())).toList());
    router = new ReplicaRouter(policy, LoadScorer.DEFAULTS, new AtomicLong()::getAndIncrement);
    table = router.table(map, view, loads);
  }

  NodeId node(int number) {
    return nodes.get(number);
  }

  void load(int node, double score) {
    loads.put(node(node), RandomCluster.load(score));
    table = router.table(map, view, loads);
  }

  /** All nodes report again, unchanged, at a later time. */
  void sampleAgain(long atNanos) {
    nodes.forEach(
        node -> {
          NodeLoad old = loads.getOrDefault(node, RandomCluster.load(0));
          loads.put(node, new NodeLoad(old.shares(), old.pace(), atNanos));
        });
    table = router.table(map, view, loads);
  }

  void health(int node, Health health) {
    view = view.withHealth(node(node), health);
    table = router.table(map, view, loads);
  }

  Routes routes(long key) {
    Replicas serving = (shard, node) -> Candidate.serving(Position.NONE);
    return router.routes(table, new RouteRequest(table.shards(), serving, key));
  }

  /** The number of the first choice. */
  int first() {
    return first(0);
  }

  int first(long key) {
    return nodes.indexOf(routes(key).choice(0, 0));
  }

  NodeCall send(int node) {
    return router.send(node(node), 1, 0);
  }

  /** How often each node is the first choice of so many requests, none of which is sent. */
  int[] firstOf(int requests) {
    int[] counts = new int[nodes.size()];
    for (int i = 0; i < requests; i++) {
      counts[first()]++;
    }
    return counts;
  }

  /** How often each node is the first choice when all requests stay in flight. */
  int[] keepInFlight(int requests) {
    int[] counts = new int[nodes.size()];
    for (int i = 0; i < requests; i++) {
      int node = first();
      counts[node]++;
      send(node);
    }
    return counts;
  }
}
