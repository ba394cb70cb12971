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
 * <p>A node with its score is one long, in the order of scores, so that heaps of longs will do.
 */
final class GraphWalk {
  /** Steps between two looks at whether anybody still wants the answer. */
  private static final int STEPS = 64;

  private final Target target;
  private final WalkedGraph graph;
  private final int width;
  private final LongHeap beam;

  /** What is still to be walked on from, turned round so that the best is on top. */
  private final LongHeap open;

  GraphWalk(Terrain terrain, Target target, @Nullable Bits accepted, boolean sparse, int width)
      throws IOException {
    this.target = target;
    this.graph = new WalkedGraph(terrain, target, accepted, sparse);
    this.width = width;
    this.beam = new LongHeap(width + 1);
    this.open = new LongHeap(4 * width);
  }

  /** The same walk as it would be without this node. */
  GraphWalk without(int node) {
    graph.hide(node);
    return this;
  }

  /** Entries of the nodes found, best first; as many as the beam is wide where all went well. */
  long[] run() throws IOException {
    if (graph.isLinked()) {
      graph.descend();
      take();
      walk();
    }
    var found = new long[beam.size()];
    for (int i = found.length - 1; i >= 0; i--) {
      found[i] = beam.pop();
    }
    return found;
  }

  private void walk() throws IOException {
    int steps = 0;
    while (open.size() > 0) {
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
    for (int i = 0; i < graph.met(); i++) {
      int node = graph.node(i);
      long entry = entry(node, graph.score(i));
      if (!isOutside(entry)) {
        open.push(~entry);
        if (graph.isAccepted(node)) {
          offer(entry);
        }
      }
    }
  }

  private boolean isOutside(long entry) {
    return beam.size() == width && entry < beam.top();
  }

  private void offer(long entry) {
    beam.push(entry);
    if (beam.size() > width) {
      beam.pop();
    }
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
