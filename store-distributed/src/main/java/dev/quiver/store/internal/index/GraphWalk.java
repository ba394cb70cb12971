package dev.quiver.store.internal.index;

import java.io.IOException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/**
 * A walk through a graph, best node first, with the best nodes met so far in a beam. The wider the
 * beam, the longer the walk and the fewer are missed: it ends where no node left open is as good as
 * the worst in the beam.
 *
 * <p>A filter does not change where the walk leads, only what has a place in the beam. So it is as
 * easy to get through what does not match as through what does, and what is found does not depend
 * on how the filter and the target have to do with each other; how long it takes does.
 *
 * <p>A node with its score is one long, in the order of scores, so that heaps of longs will do.
 */
final class GraphWalk {
  /** Steps between two looks at whether anybody still wants the answer. */
  private static final int STEPS = 64;

  /** Standard deviations by which the share of what was accepted may yet turn out larger. */
  private static final double HOPE = 2;

  private final Target target;
  private final WalkedGraph graph;
  private final Widths widths;
  private final boolean isFiltered;

  /** Nodes for each that was not deleted. */
  private final double nodesPerRow;

  private final LongHeap beam;

  /** What is still to be walked on from, turned round so that the best is on top. */
  private final LongHeap open;

  private double most = Double.POSITIVE_INFINITY;
  private int met;

  /** Of the nodes met, those that were worth walking on from, and of these those accepted. */
  private int taken;

  private int accepted;
  private double share = 1;

  private int width;
  private int narrowest;
  private boolean cutShort;

  GraphWalk(Terrain terrain, Target target, @Nullable Bits accepted, Widths widths)
      throws IOException {
    this.target = target;
    this.graph = new WalkedGraph(terrain, target, accepted);
    this.widths = widths;
    this.isFiltered = accepted != null;
    this.nodesPerRow = (double) terrain.size() / terrain.rows();
    this.width = widths.widest();
    this.narrowest = width;
    this.beam = new LongHeap(width + 1);
    this.open = new LongHeap(4 * width);
  }

  /** The same walk as it would be without this node. */
  GraphWalk without(int node) {
    graph.hide(node);
    return this;
  }

  /** The same walk, but given up once it has met more nodes than so many, or is going to. */
  GraphWalk meetingAtMost(double nodes) {
    most = nodes;
    return this;
  }

  /** Entries of the nodes found, best first; as many as the beam is wide where all went well. */
  long[] run() throws IOException {
    if (graph.isLinked()) {
      graph.descend();
      take();
      walk();
    }
    cutShort = isTooDear() || beam.size() < width;
    var found = new long[beam.size()];
    for (int i = found.length - 1; i >= 0; i--) {
      found[i] = beam.pop();
    }
    return found;
  }

  private void walk() throws IOException {
    int steps = 0;
    while (open.size() > 0 && !isTooDear()) {
      long best = ~open.top();
      if (isOutside(best)) {
        return;
      }
      if (++steps % STEPS == 0) {
        target.checkNotCancelled();
      }
      open.pop();
      graph.meetNeighbours(node(best));
      take();
    }
  }

  private void take() {
    met += graph.met();
    for (int i = 0; i < graph.met(); i++) {
      int node = graph.node(i);
      long entry = entry(node, graph.score(i));
      if (!isOutside(entry)) {
        open.push(~entry);
        taken++;
        if (graph.isAccepted(node)) {
          accepted++;
          beam.push(entry);
          narrow();
        }
      }
    }
    if (isFiltered) {
      share = nodesPerRow * accepted / Math.max(1, taken);
      width = widths.at(share);
      narrow();
    }
  }

  private void narrow() {
    while (beam.size() > width) {
      beam.pop();
    }
    if (beam.size() == width) {
      narrowest = Math.min(narrowest, width);
    }
  }

  private boolean isTooDear() {
    return met > most || (isFiltered && widths.met(hopedShare()) > most);
  }

  private double hopedShare() {
    double hoped = accepted + HOPE * Math.sqrt(accepted + 1);
    return Math.min(1, nodesPerRow * hoped / taken);
  }

  private boolean isOutside(long entry) {
    return beam.size() == width && entry < beam.top();
  }

  /** Whether it stranded or was given up, so that more may be there than was found. */
  boolean isCutShort() {
    return cutShort;
  }

  /** So many of the best were never left out for want of room. */
  int narrowest() {
    return narrowest;
  }

  static long entry(int node, float score) {
    return (long) NumericUtils.floatToSortableInt(score) << Integer.SIZE | node;
  }

  static int node(long entry) {
    return (int) entry;
  }

  static float score(long entry) {
    return NumericUtils.sortableIntToFloat((int) (entry >> Integer.SIZE));
  }
}
