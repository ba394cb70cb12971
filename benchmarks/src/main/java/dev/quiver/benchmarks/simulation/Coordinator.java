package dev.quiver.benchmarks.simulation;

import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.failover.HealthPolicy;
import dev.quiver.core.failover.NodeHealth;
import dev.quiver.core.failover.Signal;
import dev.quiver.core.load.NodeLoad;
import dev.quiver.core.placement.ShardMap;
import dev.quiver.core.route.Candidate;
import dev.quiver.core.route.NodeCall;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.core.route.Replicas;
import dev.quiver.core.route.RouteRequest;
import dev.quiver.core.route.Routes;
import dev.quiver.core.route.RoutingTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One of several processes that send searches. Each has a router of its own and sees only its own
 * requests; what it knows of the others is in the load samples, which are late.
 */
final class Coordinator {
  private static final Replicas ALL_SERVING = (shard, node) -> Candidate.serving(Position.NONE);

  private final Timeline timeline;
  private final Map<NodeId, SimulatedNode> nodes;
  private final ShardMap map;
  private final ReplicaRouter router;
  private final Map<NodeId, NodeHealth> health = new HashMap<>();
  private Map<NodeId, NodeLoad> loads = Map.of();
  private View view;
  private RoutingTable table;

  Coordinator(
      Timeline timeline,
      Map<NodeId, SimulatedNode> nodes,
      ShardMap map,
      View view,
      ReplicaRouter router) {
    this.timeline = timeline;
    this.nodes = nodes;
    this.map = map;
    this.view = view;
    this.router = router;
    nodes.keySet().forEach(node -> health.put(node, NodeHealth.up(0)));
    table = router.table(map, view, loads);
    timeline.every(Model.PROBING.toNanos(), this::probe);
  }

  void learn(Map<NodeId, NodeLoad> sampled) {
    loads = sampled;
    table = router.table(map, view, loads);
  }

  Routes routes(List<ShardId> shards, long key) {
    return router.routes(table, new RouteRequest(shards, ALL_SERVING, key));
  }

  NodeCall send(NodeId node, int shards) {
    return router.send(node, shards, timeline.now());
  }

  SimulatedNode node(NodeId id) {
    return find(id, nodes);
  }

  void signal(NodeId node, Signal signal) {
    NodeHealth before = find(node, health);
    NodeHealth after = HealthPolicy.DEFAULTS.next(before, signal, timeline.now());
    health.put(node, after);
    if (before.health() != after.health()) {
      view = view.withHealth(node, after.health());
      table = router.table(map, view, loads);
    }
  }

  /** Nodes that are not up get few requests or none, so they are asked whether they live. */
  private void probe() {
    for (SimulatedNode node : nodes.values()) {
      if (find(node.id(), health).health() != Health.UP) {
        signal(node.id(), node.isDead() ? Signal.MISSED : Signal.ANSWERED);
      }
    }
  }

  private static <V> V find(NodeId id, Map<NodeId, V> byNode) {
    V found = byNode.get(id);
    if (found == null) {
      throw new IllegalStateException("node must be simulated, but was " + id);
    }
    return found;
  }
}
