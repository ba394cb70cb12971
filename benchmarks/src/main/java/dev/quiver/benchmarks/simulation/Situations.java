package dev.quiver.benchmarks.simulation;

import dev.quiver.benchmarks.simulation.Scenario.Shape;
import dev.quiver.benchmarks.simulation.Scenario.Traffic;
import dev.quiver.benchmarks.simulation.Scenario.Trouble;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.route.RoutingPolicy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is compared: the situations, and the policies Quiver offers. */
final class Situations {
  private static final int NODES = 6;
  private static final int SHARDS = 12;
  private static final int FAN_OUT = 4;
  private static final double SLOW = 5;
  private static final Traffic BUSY = new Traffic(0.7, FAN_OUT, 0);
  private static final Traffic HALF = new Traffic(0.5, FAN_OUT, 0);
  private static final Traffic SKEWED = new Traffic(0.6, 1, 1);
  private static final Trouble DEATH = Trouble.death(20);

  private Situations() {}

  static List<Scenario> all() {
    return List.of(
        scenario("1 replica", 1, BUSY, Trouble.NONE),
        scenario("2 replicas", 2, BUSY, Trouble.NONE),
        scenario("3 replicas", 3, BUSY, Trouble.NONE),
        scenario("one node 5x slower, 2 replicas", 2, HALF, Trouble.slow(SLOW)),
        scenario("one node 5x slower, 3 replicas", 3, HALF, Trouble.slow(SLOW)),
        scenario("hot shard, 3 replicas", 3, SKEWED, Trouble.NONE),
        scenario("a node dies, 1 replica", 1, HALF, DEATH),
        scenario("a node dies, 2 replicas", 2, HALF, DEATH),
        scenario("a node dies, 3 replicas", 3, HALF, DEATH));
  }

  /** The ones in which a policy decides how much the same hardware can serve. */
  static List<Scenario> ofCapacity() {
    return List.of(
        scenario("1 replica", 1, BUSY, Trouble.NONE),
        scenario("2 replicas", 2, BUSY, Trouble.NONE),
        scenario("3 replicas", 3, BUSY, Trouble.NONE),
        scenario("one node 5x slower, 3 replicas", 3, BUSY, Trouble.slow(SLOW)),
        scenario("hot shard, 3 replicas", 3, SKEWED, Trouble.NONE));
  }

  /** The ones that tell a good measure of load from a bad one. */
  static List<Scenario> ofRivals() {
    return List.of(
        scenario("3 replicas", 3, BUSY, Trouble.NONE),
        scenario("3 replicas, nearly full", 3, new Traffic(0.9, FAN_OUT, 0), Trouble.NONE),
        scenario("one node 5x slower, 3 replicas", 3, HALF, Trouble.slow(SLOW)),
        scenario("one node 5x slower, busy", 3, BUSY, Trouble.slow(SLOW)),
        scenario("hot shard, 3 replicas", 3, SKEWED, Trouble.NONE));
  }

  static Map<String, RoutingPolicy> policies(Scenario scenario) {
    Map<String, RoutingPolicy> policies = new LinkedHashMap<>();
    policies.put("least loaded", RoutingPolicy.leastLoaded());
    policies.put("two choices", RoutingPolicy.twoChoices());
    policies.put("round robin", RoutingPolicy.roundRobin());
    policies.put("weighted round robin", RoutingPolicy.weightedRoundRobin(weights(scenario)));
    policies.put("least connections", RoutingPolicy.leastConnections());
    policies.put("consistent hash", RoutingPolicy.consistentHash());
    return policies;
  }

  /** The weights of an operator who knows exactly how slow the slow node is. */
  private static Map<NodeId, Integer> weights(Scenario scenario) {
    var weights = new HashMap<NodeId, Integer>();
    for (int node = 1; node < scenario.shape().nodes(); node++) {
      weights.put(Simulation.node(node), (int) scenario.trouble().slowness());
    }
    weights.put(Simulation.node(0), 1);
    return weights;
  }

  private static Scenario scenario(String name, int replicas, Traffic traffic, Trouble trouble) {
    return new Scenario(name, new Shape(NODES, SHARDS, replicas), traffic, trouble);
  }
}
