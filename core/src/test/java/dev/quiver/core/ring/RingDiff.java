package dev.quiver.core.ring;

import dev.quiver.core.cluster.NodeId;

/** Compares two rings arc by arc over all 2<sup>64</sup> points. */
final class RingDiff {
  private RingDiff() {}

  /**
   * The part of the circle whose owner differs. Each such arc must belong to the node in the ring
   * that has it, and to another one in the ring that has not.
   */
  static double moved(HashRing without, HashRing with, NodeId node) {
    RingPoints few = without.points();
    RingPoints many = with.points();
    long moved = 0;
    int f = 0;
    for (int m = 0; m < many.size(); m++) {
      while (f < few.size() && few.point(f) < many.point(m)) {
        f++;
      }
      NodeId before = without.nodes().get(few.owner(f == few.size() ? 0 : f)).id();
      NodeId after = with.nodes().get(many.owner(m)).id();
      if (!before.equals(after)) {
        long arc = many.point(m) - many.point(m == 0 ? many.size() - 1 : m - 1);
        if (arc != 0 && !after.equals(node)) {
          throw new AssertionError(after + " took from " + before);
        }
        moved += arc;
      }
    }
    return (moved >>> 1) / 0x1p63;
  }
}
