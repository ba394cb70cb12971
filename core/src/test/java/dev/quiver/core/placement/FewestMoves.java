package dev.quiver.core.placement;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.View;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fewest replicas that any map that keeps the rules must add to the current one. */
final class FewestMoves {
  private static final int REQUIRED = -100_000;

  private final List<Node> nodes;
  private final int replicas;
  private final Zones zones;
  private final FairShare share;
  private final Map<NodeId, Integer> indexes = new HashMap<>();
  private final List<List<Integer>> current;

  FewestMoves(View view, PlacementRequest request, ShardMap map) {
    this.nodes = PlacementRules.usable(view);
    this.replicas = Math.min(request.replicas(), nodes.size());
    this.zones = new Zones(nodes, replicas);
    this.share = new FairShare(nodes, zones, request.shards(), replicas);
    nodes.forEach(node -> indexes.put(node.id(), indexes.size()));
    this.current =
        map.replicas().stream()
            .map(
                holders -> holders.stream().filter(indexes::containsKey).map(indexes::get).toList())
            .toList();
  }

  /**
   * A quick lower bound, the highest of three: what nodes are short of their floors; all replicas
   * less those that can stay on their nodes; all replicas less those that can stay in their shards.
   */
  int atLeast() {
    var held = new int[nodes.size()];
    int lacking = 0;
    for (List<Integer> holders : current) {
      holders.forEach(node -> held[node]++);
      lacking += lacking(holders);
    }
    int below = 0;
    int homeless = current.size() * replicas;
    for (int node = 0; node < held.length; node++) {
      below += Math.max(0, share.floor(node) - held[node]);
      homeless -= Math.min(held[node], share.ceiling(node));
    }
    return Math.max(lacking, Math.max(below, homeless));
  }

  /** The true minimum: a flow in which a replica costs 1 where there is none now. */
  int exactly() {
    var flow = new MinimumCostFlow();
    int source = flow.vertex();
    int sink = flow.vertex();
    int[] vertexes = nodes.stream().mapToInt(node -> flow.vertex()).toArray();
    long required = 0;
    for (int node = 0; node < vertexes.length; node++) {
      flow.edge(vertexes[node], sink, share.floor(node), REQUIRED);
      flow.edge(vertexes[node], sink, share.ceiling(node) - share.floor(node), 0);
      required += share.floor(node);
    }
    for (List<Integer> holders : current) {
      int shard = flow.vertex();
      flow.edge(source, shard, replicas, 0);
      for (int zone = 0; zone < zones.count(); zone++) {
        int part = flow.vertex();
        flow.edge(shard, part, zones.least(zone), REQUIRED);
        flow.edge(shard, part, zones.most(zone) - zones.least(zone), 0);
        required += zones.least(zone);
        for (int node = 0; node < vertexes.length; node++) {
          if (zones.of(node) == zone) {
            flow.edge(part, vertexes[node], 1, holders.contains(node) ? 0 : 1);
          }
        }
      }
    }
    long cost = flow.send(source, sink, current.size() * replicas);
    return (int) (cost - required * REQUIRED);
  }

  private int lacking(List<Integer> holders) {
    var there = new int[zones.count()];
    for (int node : holders) {
      there[zones.of(node)]++;
    }
    int room = 0;
    int required = 0;
    for (int zone = 0; zone < there.length; zone++) {
      room += Math.min(there[zone], zones.most(zone));
      required += Math.max(0, zones.least(zone) - there[zone]);
    }
    return Math.max(required, replicas - room);
  }
}
