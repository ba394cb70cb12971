package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/**
 * A walk through a graph, nearest node first. It keeps what is not much farther away than the last
 * of the nearest it has found so far ({@link Reach}), and ends where no node left open is as near.
 * So it ends soon where the nearest stand out, and goes on where many are about as near: for the
 * same recall fewer nodes are met than with so many best ones of a fixed number, and hard targets
 * get more of them.
 *
 * <p>A filter does not change where the walk leads, only what is kept. So it is as easy to get
 * through what does not match as through what does, and what is found does not depend on how the
 * filter and the target have to do with each other; how long it takes does.
 *
 * <p>A node with its score is one long, in the order of scores, so that heaps of longs will do.
 */
final class GraphWalk {
  /** Nodes that could be found, and are walked on from, where all are about as near. */
  static final int MOST_STEPS = 1_024;

  /** More where more is wanted. */
  static final int STEPS_PER_PLACE = 8;

  /** Steps between two looks at whether anybody still wants the answer. */
  private static final int STEPS = 64;

  /** Standard deviations by which the share of what was accepted may yet turn out larger. */
  private static final double HOPE = 2;

  private final Target target;
  private final WalkedGraph graph;
  private final Reach reach;
  private final boolean isFiltered;

  /** Nodes for each that was not deleted. */
  private final double nodesPerRow;

  /** The nearest found so far, the farthest of them on top. */
  private final LongHeap nearest;

  /** What is still to be walked on from, turned round so that the best is on top. */
  private final LongHeap open = new LongHeap(256);

  private long[] found = new long[256];
  private int count;

  private double most = Double.POSITIVE_INFINITY;
  private float kept = Float.POSITIVE_INFINITY;
  private int met;

  /** Of the nodes met, those that were worth walking on from, and of these those accepted. */
  private int taken;

  private int accepted;
  private double share = 1;

  /** What scores less is too far away. It falls, too, as the share rises. */
  private float floor = Float.NEGATIVE_INFINITY;

  /** The highest that the floor has been. */
  private float leastKept = Float.NEGATIVE_INFINITY;

  GraphWalk(Terrain terrain, Target target, @Nullable Bits accepted, Reach reach)
      throws IOException {
    this.target = target;
    this.graph = new WalkedGraph(terrain, target, accepted);
    this.reach = reach;
    this.isFiltered = accepted != null;
    this.nodesPerRow = (double) terrain.size() / terrain.rows();
    this.nearest = new LongHeap(reach.places() + 1);
  }

  /** The same walk, but given up once it has met more nodes than so many, or is going to. */
  GraphWalk meetingAtMost(double nodes) {
    most = nodes;
    return this;
  }

  /** The same walk, but what scores as high is never too far away. */
  GraphWalk keepingFrom(float score) {
    kept = score;
    return this;
  }

  /** Entries of the nodes found, best first. */
  long[] run() throws IOException {
    if (graph.isLinked()) {
      graph.descend();
      take();
      walk();
    }
    long[] ascending = Arrays.copyOf(found, count);
    Arrays.sort(ascending);
    var best = new long[count];
    for (int i = 0; i < count; i++) {
      best[i] = ascending[count - 1 - i];
    }
    return best;
  }

  private void walk() throws IOException {
    int left = Math.max(MOST_STEPS, STEPS_PER_PLACE * reach.places());
    int steps = 0;
    while (open.size() > 0 && !isTooDear()) {
      long best = ~open.top();
      if (score(best) < floor) {
        return;
      }
      left -= graph.isAccepted(node(best)) ? 1 : 0;
      if (left < 0) {
        leastKept = Math.max(leastKept, Math.nextUp(score(best))); // not all equals were met
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
      float score = graph.score(i);
      if (score >= floor) {
        int node = graph.node(i);
        long entry = entry(node, score);
        open.push(~entry);
        taken++;
        if (graph.isAccepted(node)) {
          accepted++;
          keep(entry);
        }
      }
    }
    if (isFiltered) {
      share = nodesPerRow * accepted / Math.max(1, taken);
      raiseFloor();
    }
  }

  private void keep(long entry) {
    if (count == found.length) {
      found = Arrays.copyOf(found, 2 * count);
    }
    found[count++] = entry;
    if (nearest.size() < reach.places()) {
      nearest.push(entry);
    } else if (entry > nearest.top()) {
      nearest.updateTop(entry);
    } else {
      return;
    }
    raiseFloor();
  }

  /** Room for the error of scores is left, so that none as good as one that is kept is left out. */
  private void raiseFloor() {
    if (nearest.size() == reach.places()) {
      float last = score(nearest.top());
      floor = target.farther(last, reach.slack(share)) - 2 * target.margin(last);
      floor = Math.min(floor, kept);
      leastKept = Math.max(leastKept, floor);
    }
  }

  private boolean isTooDear() {
    return met > most || (isFiltered && reach.met(hopedShare()) > most);
  }

  private double hopedShare() {
    double hoped = accepted + HOPE * Math.sqrt(accepted + 1);
    return Math.min(1, nodesPerRow * hoped / taken);
  }

  /** Whether it stranded or was given up, so that more may be there than was found. */
  boolean isCutShort() {
    return isTooDear() || nearest.size() < reach.places();
  }

  /** Whatever was met and scores as high was kept. */
  float leastKept() {
    return leastKept;
  }

  /** So many equals are always linked to: half of what a node has room for. */
  int equalsLinked() {
    return graph.links();
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
