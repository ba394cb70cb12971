package dev.quiver.benchmarks.simulation;

import dev.quiver.core.route.Contender;
import dev.quiver.core.route.NodeCost;
import dev.quiver.core.route.RoutingPolicy;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures from practice and literature, on the same router, to see if the default holds. */
final class Rivals {
  private static final int HOT = 8;

  private Rivals() {}

  static Map<String, RoutingPolicy> all() {
    Map<String, RoutingPolicy> rivals = new LinkedHashMap<>();
    rivals.put("least loaded (default)", RoutingPolicy.leastLoaded());
    add(rivals, "load score alone", (node, ahead) -> (float) node.score());
    add(rivals, "in flight", (node, ahead) -> ahead);
    add(rivals, "in flight / headroom", (node, ahead) -> (float) ((1 + ahead) / headroom(node)));
    add(
        rivals,
        "in flight x latency",
        (node, ahead) -> (float) ((1 + ahead) * node.latencyNanos()));
    add(
        rivals,
        "cubic in flight x latency (C3)",
        (node, ahead) -> (float) (Math.pow(1.0 + ahead, 3) * node.latencyNanos()));
    add(rivals, "hot/cold (Prequal)", Rivals::hotCold);
    return rivals;
  }

  private static void add(Map<String, RoutingPolicy> rivals, String name, NodeCost cost) {
    rivals.put(name, new RoutingPolicy.LowestCost(cost));
  }

  /** Cold nodes by latency; hot ones after them, by what they have in flight. */
  private static float hotCold(Contender node, int ahead) {
    return (float) (ahead >= HOT ? 1e12 * ahead : node.latencyNanos());
  }

  private static double headroom(Contender node) {
    return Math.max(0.05, 1 - node.score());
  }
}
