package dev.quiver.benchmarks.simulation;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.load.NodeLoad;
import dev.quiver.core.placement.ShardMap;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.core.route.RoutingPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A run of one scenario under one policy. Everything random comes from the seed, and arrivals and
 * service times from streams of their own, so all policies face the same queries.
 */
final class Simulation {
  private final Scenario scenario;
  private final Timeline timeline = new Timeline();
  private final Tally tally = new Tally();
  private final Map<NodeId, SimulatedNode> nodes = new TreeMap<>();
  private final List<Coordinator> coordinators = new ArrayList<>();
  private final Map<NodeId, NodeLoad> loads = new HashMap<>();
  private final SplittableRandom arrivals;
  private final SplittableRandom jitter;
  private final ShardDraw shardDraw;

  private Simulation(Scenario scenario, RoutingPolicy policy, long seed) {
    this.scenario = scenario;
    var random = new SplittableRandom(seed);
    arrivals = random.split();
    jitter = random.split();
    shardDraw = new ShardDraw(scenario.shape().shards(), scenario.traffic());
    for (int i = 0; i < scenario.shape().nodes(); i++) {
      var id = node(i);
      nodes.put(id, new SimulatedNode(id, timeline, random.split()));
    }
    ShardMap map = map(scenario.shape());
    View view = View.of(nodes.keySet().stream().map(id -> Node.named(id.value())).toList());
    for (int i = 0; i < Model.COORDINATORS; i++) {
      var router = new ReplicaRouter(policy, LoadScorer.DEFAULTS, random.split()::nextLong);
      coordinators.add(new Coordinator(timeline, nodes, map, view, router));
    }
  }

  static Outcome run(Scenario scenario, RoutingPolicy policy, long seed) {
    return new Simulation(scenario, policy, seed).run();
  }

  static NodeId node(int number) {
    return new NodeId("node-" + number);
  }

  private Outcome run() {
    SimulatedNode first = coordinators.getFirst().node(node(0));
    first.slowDown(scenario.trouble().slowness());
    double diesAt = scenario.trouble().diesAtSeconds();
    if (!Double.isInfinite(diesAt)) {
      timeline.after(Math.round(diesAt * 1e9), first::die);
    }
    timeline.every(Model.SAMPLING.toNanos(), this::sample);
    arrive();
    // Arrivals stop at the end; what is under way gets its time to finish.
    timeline.runUntil(Model.END.plus(Model.QUERY_TIMEOUT).toNanos());
    return tally.outcome(Model.END.minus(Model.WARM_UP).toNanos() / 1e9);
  }

  private void arrive() {
    double gap = -Math.log1p(-arrivals.nextDouble()) / Model.queriesPerSecond(scenario);
    timeline.after(
        Math.round(gap * 1e9),
        () -> {
          if (timeline.now() < Model.END.toNanos()) {
            search();
            arrive();
          }
        });
  }

  private void search() {
    var shards = shardDraw.next(arrivals);
    Coordinator coordinator = coordinators.get(arrivals.nextInt(coordinators.size()));
    var routes = coordinator.routes(shards, arrivals.nextLong());
    new Query(timeline, coordinator, routes, jitter, tally).start();
  }

  private void sample() {
    for (SimulatedNode node : nodes.values()) {
      if (!node.isDead()) {
        var sample = node.sample();
        long now = timeline.now();
        loads.merge(
            node.id(),
            NodeLoad.first(sample, now),
            (old, first) -> old.next(sample, now, NodeLoad.DEFAULT_HALF_LIFE));
      }
    }
    coordinators.forEach(coordinator -> coordinator.learn(Map.copyOf(loads)));
  }

  private static ShardMap map(Scenario.Shape shape) {
    var replicas = new ArrayList<List<NodeId>>();
    for (int shard = 0; shard < shape.shards(); shard++) {
      var holders = new ArrayList<NodeId>();
      for (int replica = 0; replica < shape.replicas(); replica++) {
        holders.add(node((shard + replica) % shape.nodes()));
      }
      replicas.add(holders);
    }
    return new ShardMap(Epoch.FIRST, replicas);
  }
}
