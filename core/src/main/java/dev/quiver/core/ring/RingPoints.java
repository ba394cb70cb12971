package dev.quiver.core.ring;

import dev.quiver.core.cluster.Node;
import java.util.Arrays;
import java.util.List;

/** The virtual nodes of a ring in the order of their points, each with the index of its node. */
final class RingPoints {
  private static final RingPoints NONE = new RingPoints(new long[0], new int[0]);
  private static final double CIRCLE = 0x1p64;

  private final long[] points;
  private final int[] owners;

  RingPoints(long[] points, int[] owners) {
    this.points = points;
    this.owners = owners;
  }

  static RingPoints of(List<Node> nodes, int virtualNodes) {
    return nodes.isEmpty() ? NONE : of(nodes, 0, nodes.size(), virtualNodes);
  }

  static RingPoints of(Node node, int index, int virtualNodes) {
    var points = new long[virtualNodes * node.weight()];
    String prefix = node.id().value() + '#';
    Arrays.setAll(points, i -> StableHash.of(prefix + i));
    Arrays.sort(points);
    var owners = new int[points.length];
    Arrays.fill(owners, index);
    return new RingPoints(points, owners);
  }

  private static RingPoints of(List<Node> nodes, int from, int to, int virtualNodes) {
    if (to - from == 1) {
      return of(nodes.get(from), from, virtualNodes);
    }
    int middle = (from + to) >>> 1;
    return of(nodes, from, middle, virtualNodes).merge(of(nodes, middle, to, virtualNodes));
  }

  /** Equal points are ordered by node index, and so by node id. */
  RingPoints merge(RingPoints other) {
    var mergedPoints = new long[points.length + other.points.length];
    var mergedOwners = new int[mergedPoints.length];
    int mine = 0;
    int theirs = 0;
    for (int i = 0; i < mergedPoints.length; i++) {
      boolean takeMine =
          theirs == other.points.length || (mine < points.length && precedes(mine, other, theirs));
      mergedPoints[i] = takeMine ? points[mine] : other.points[theirs];
      mergedOwners[i] = takeMine ? owners[mine++] : other.owners[theirs++];
    }
    return new RingPoints(mergedPoints, mergedOwners);
  }

  private boolean precedes(int mine, RingPoints other, int theirs) {
    int byPoint = Long.compare(points[mine], other.points[theirs]);
    return byPoint < 0 || (byPoint == 0 && owners[mine] <= other.owners[theirs]);
  }

  /** The same points, with the nodes from this index on counted one higher. */
  RingPoints makeRoomFor(int index) {
    var moved = owners.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += moved[i] >= index ? 1 : 0;
    }
    return new RingPoints(points, moved);
  }

  RingPoints without(int index) {
    var keptPoints = new long[points.length];
    var keptOwners = new int[points.length];
    int kept = 0;
    for (int i = 0; i < points.length; i++) {
      if (owners[i] != index) {
        keptPoints[kept] = points[i];
        keptOwners[kept++] = owners[i] > index ? owners[i] - 1 : owners[i];
      }
    }
    return new RingPoints(Arrays.copyOf(keptPoints, kept), Arrays.copyOf(keptOwners, kept));
  }

  int size() {
    return points.length;
  }

  long point(int i) {
    return points[i];
  }

  int owner(int i) {
    return owners[i];
  }

  int after(int i) {
    return i + 1 == points.length ? 0 : i + 1;
  }

  /** Where a walk from a point starts; behind the last point the circle begins again. */
  int firstAtOrAfter(long point) {
    int low = 0;
    int high = points.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (points[middle] < point) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == points.length ? 0 : low;
  }

  /** Each of two or more nodes' part of the circle. Arcs are summed as integers: no rounding. */
  double[] shares(int nodes) {
    var arcs = new long[nodes];
    for (int i = 0; i < points.length; i++) {
      arcs[owners[i]] += points[i] - points[i == 0 ? points.length - 1 : i - 1];
    }
    return Arrays.stream(arcs).mapToDouble(arc -> unsigned(arc) / CIRCLE).toArray();
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (double) (value >>> 1) * 2 + (value & 1);
  }
}
