package dev.quiver.store;

import java.util.Map;

/** How one of a shard's replicas is chosen for a request. The others stand by, in order. */
public sealed interface Routing {

  /** The least loaded one, by the nodes' scores and by what is under way right now. */
  static Routing leastLoaded() {
    return new LeastLoaded();
  }

  /** The better of two drawn at random. */
  static Routing twoChoices() {
    return new TwoChoices();
  }

  /** In turn. */
  static Routing roundRobin() {
    return new RoundRobin();
  }

  /** In turn, a node of weight 2 twice as often as one of weight 1; nodes not named weigh 1. */
  static Routing weightedRoundRobin(Map<String, Integer> weights) {
    return new WeightedRoundRobin(weights);
  }

  /** The one with the fewest requests under way. */
  static Routing leastConnections() {
    return new LeastConnections();
  }

  /** The same one for the same query, so that its caches stay warm. */
  static Routing consistentHash() {
    return new ConsistentHash();
  }

  /** See {@link #leastLoaded()}. */
  record LeastLoaded() implements Routing {}

  /** See {@link #twoChoices()}. */
  record TwoChoices() implements Routing {}

  /** See {@link #roundRobin()}. */
  record RoundRobin() implements Routing {}

  /** See {@link #weightedRoundRobin}. */
  record WeightedRoundRobin(Map<String, Integer> weights) implements Routing {
    private static final int MAX_WEIGHT = 1_000;

    public WeightedRoundRobin {
      weights = Map.copyOf(weights);
      weights.forEach((node, weight) -> Check.between("weight of " + node, weight, 1, MAX_WEIGHT));
    }
  }

  /** See {@link #leastConnections()}. */
  record LeastConnections() implements Routing {}

  /** See {@link #consistentHash()}. */
  record ConsistentHash() implements Routing {}
}
