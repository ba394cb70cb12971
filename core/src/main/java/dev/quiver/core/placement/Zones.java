package dev.quiver.core.placement;

import dev.quiver.core.cluster.Node;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The zones of the nodes that can be used, and how many replicas of one shard each zone gets: one
 * per zone while zones last, then a second one, and so on, as far as a zone has nodes.
 */
final class Zones {
  private final int[] zoneOf;
  private final int[] least;
  private final int[] most;

  Zones(List<Node> nodes, int replicas) {
    var names = List.copyOf(new TreeSet<>(nodes.stream().map(Node::zone).toList()));
    this.zoneOf = nodes.stream().mapToInt(node -> names.indexOf(node.zone())).toArray();
    var sizes = new int[names.size()];
    for (int zone : zoneOf) {
      sizes[zone]++;
    }
    int level = 1;
    while (roomAt(level, sizes) < replicas) {
      level++;
    }
    this.least = upTo(level - 1, sizes);
    this.most = upTo(level, sizes);
  }

  private static long roomAt(int level, int[] sizes) {
    return Arrays.stream(sizes).mapToLong(size -> Math.min(size, level)).sum();
  }

  private static int[] upTo(int level, int[] sizes) {
    return Arrays.stream(sizes).map(size -> Math.min(size, level)).toArray();
  }

  int count() {
    return most.length;
  }

  int of(int node) {
    return zoneOf[node];
  }

  /** Replicas of one shard that a zone must have. */
  int least(int zone) {
    return least[zone];
  }

  /** Replicas of one shard that a zone may have. */
  int most(int zone) {
    return most[zone];
  }
}
