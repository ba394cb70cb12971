package dev.quiver.core.placement;

import dev.quiver.core.cluster.Node;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many replicas each node should hold: its part by weight, first among the zones, each within
 * what the shards ask of it, then among the nodes of its zone, none with more than all shards.
 */
final class FairShare {
  private final Ratio[] ideals;
  private final int[] floors;
  private final int[] ceilings;

  FairShare(List<Node> nodes, Zones zones, int shards, int replicas) {
    this.ideals = new Ratio[nodes.size()];
    Ratio[] ofZones = splitAmongZones(nodes, zones, shards, replicas);
    for (int zone = 0; zone < zones.count(); zone++) {
      splitAmongNodes(ofZones[zone], zone, nodes, zones, shards);
    }
    this.floors = IntStream.range(0, ideals.length).map(i -> (int) ideals[i].floor()).toArray();
    this.ceilings = IntStream.range(0, ideals.length).map(i -> (int) ideals[i].ceil()).toArray();
  }

  private static Ratio[] splitAmongZones(List<Node> nodes, Zones zones, int shards, int replicas) {
    var weights = new long[zones.count()];
    for (int node = 0; node < nodes.size(); node++) {
      weights[zones.of(node)] += nodes.get(node).weight();
    }
    long[] least =
        IntStream.range(0, weights.length).mapToLong(z -> (long) shards * zones.least(z)).toArray();
    long[] most =
        IntStream.range(0, weights.length).mapToLong(z -> (long) shards * zones.most(z)).toArray();
    return WeightedSplit.of(Ratio.of((long) shards * replicas), weights, least, most);
  }

  private void splitAmongNodes(Ratio total, int zone, List<Node> nodes, Zones zones, int shards) {
    int[] members = IntStream.range(0, nodes.size()).filter(n -> zones.of(n) == zone).toArray();
    long[] weights = IntStream.of(members).mapToLong(n -> nodes.get(n).weight()).toArray();
    long[] most = IntStream.of(members).mapToLong(n -> shards).toArray();
    Ratio[] shares = WeightedSplit.of(total, weights, new long[members.length], most);
    for (int i = 0; i < members.length; i++) {
      ideals[members[i]] = shares[i];
    }
  }

  double ideal(int node) {
    return ideals[node].value();
  }

  /** The share rounded down: no node holds fewer replicas. */
  int floor(int node) {
    return floors[node];
  }

  /** The share rounded up: no node holds more replicas. */
  int ceiling(int node) {
    return ceilings[node];
  }
}
