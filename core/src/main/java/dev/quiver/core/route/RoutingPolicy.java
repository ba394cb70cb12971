package dev.quiver.core.route;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import java.util.Map;

/** How one of several equally ready replicas is chosen. */
public sealed interface RoutingPolicy {
  /** The cheapest node by some measure; equals take turns. */
  record LowestCost(NodeCost cost) implements RoutingPolicy {}

  /** The cheaper one of two replicas drawn at random. */
  record TwoChoices(NodeCost cost) implements RoutingPolicy {}

  /** One replica after the other. */
  record RoundRobin() implements RoutingPolicy {}

  /**
   * One replica after the other, heavier ones more often, their turns spread out evenly.
   *
   * @param weights by node; a node not named here counts with the weight of its member entry
   */
  record WeightedRoundRobin(Map<NodeId, Integer> weights) implements RoutingPolicy {
    public WeightedRoundRobin {
      weights = Map.copyOf(weights);
      weights.forEach(WeightedRoundRobin::check);
    }

    private static void check(NodeId node, int weight) {
      if (weight < 1 || weight > Node.MAX_WEIGHT) {
        throw new IllegalArgumentException(
            "weight of "
                + node
                + " must be between 1 and "
                + Node.MAX_WEIGHT
                + ", but was "
                + weight);
      }
    }
  }

  /** The replica whose node the request's key hashes to, as long as that node keeps up. */
  record ConsistentHash() implements RoutingPolicy {}

  /** The node that is expected to answer soonest. The default. */
  static RoutingPolicy leastLoaded() {
    return new LowestCost(Costs.LEAST_LOADED);
  }

  /** Least loaded of two random replicas: nearly as good, and many coordinators never herd. */
  static RoutingPolicy twoChoices() {
    return new TwoChoices(Costs.LEAST_LOADED);
  }

  static RoutingPolicy roundRobin() {
    return new RoundRobin();
  }

  static RoutingPolicy weightedRoundRobin(Map<NodeId, Integer> weights) {
    return new WeightedRoundRobin(weights);
  }

  /** The node with the fewest shard searches in flight from here. */
  static RoutingPolicy leastConnections() {
    return new LowestCost(Costs.IN_FLIGHT);
  }

  static RoutingPolicy consistentHash() {
    return new ConsistentHash();
  }
}
