package dev.quiver.core.route;

import dev.quiver.core.cluster.NodeId;
import java.util.Map;

/** All policies there are, for tests of what holds under each. */
enum Policies {
  LEAST_LOADED(RoutingPolicy.leastLoaded()),
  TWO_CHOICES(RoutingPolicy.twoChoices()),
  ROUND_ROBIN(RoutingPolicy.roundRobin()),
  WEIGHTED_ROUND_ROBIN(RoutingPolicy.weightedRoundRobin(Map.of(new NodeId("node-1"), 7))),
  LEAST_CONNECTIONS(RoutingPolicy.leastConnections()),
  CONSISTENT_HASH(RoutingPolicy.consistentHash());

  // Policies are immutable; the compiler cannot see it through the interface.
  @SuppressWarnings("ImmutableEnumChecker")
  private final RoutingPolicy policy;

  Policies(RoutingPolicy policy) {
    this.policy = policy;
  }

  RoutingPolicy policy() {
    return policy;
  }
}
