package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.LongHeap;

/**
 * One walk that goes on where others would end, and notes for each number of places how much slack
 * it would have taken to come as far: the most by which a node that was walked on from was farther
 * away than the last of the places, until then. A {@link GraphWalk} takes the same way, and ends
 * where that is more than its slack. So one walk tells what all of them find.
 */
final class MeasuredWalk {
  private static final int[] PLACES = Calibration.PLACES;
  private static final double[] SLACKS = Calibration.SLACKS;

  /** Where everything was found, how far the walk goes on to see what it costs. */
  private static final double ENOUGH = 0.12;

  private final Target target;
  private final WalkedGraph graph;
  private final float[] exact;
  private final float[] nearest;
  private final LongHeap open = new LongHeap(256);

  /** Scores of the nearest found so far, best first. */
  private final float[] kept = new float[PLACES[PLACES.length - 1]];

  private int count;
  private int met;

  private final double[] needed = new double[PLACES.length];
  private final int[] passed = new int[PLACES.length];
  private final int[][] metBefore = new int[PLACES.length][SLACKS.length];

  /** A node among the nearest, with the slack it took to meet it for each number of places. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Met(float score, double[] needed) {}

  private final List<Met> found = new ArrayList<>();

  /**
   * @param exact scores of all nodes
   * @param nearest those of the nodes that should be found, best first
   */
  MeasuredWalk(Terrain terrain, Target target, Bits accepted, float[] exact, float[] nearest)
      throws IOException {
    this.target = target;
    this.graph = new WalkedGraph(terrain, target, accepted);
    this.exact = exact;
    this.nearest = nearest;
  }

  /** The same walk as it would be without this node. */
  MeasuredWalk without(int node) {
    graph.hide(node);
    return this;
  }

  MeasuredWalk run() throws IOException {
    if (graph.isLinked()) {
      graph.descend();
      take();
      for (int left = GraphWalk.MOST_STEPS; left > 0 && open.size() > 0 && !isEnough(); left--) {
        long best = ~open.pop();
        pass(target.distance(GraphWalk.score(best)));
        graph.meetNeighbours(GraphWalk.node(best));
        take();
      }
      target.checkNotCancelled();
    }
    pass(Double.POSITIVE_INFINITY);
    return this;
  }

  private boolean isEnough() {
    return found.size() >= nearest.length
        && Arrays.stream(needed).allMatch(slack -> slack >= ENOUGH);
  }

  /** Before a node at this distance is walked on from. */
  private void pass(double distance) {
    for (int i = 0; i < PLACES.length; i++) {
      if (count >= PLACES[i] || Double.isInfinite(distance)) {
        double last = count >= PLACES[i] ? target.distance(kept[PLACES[i] - 1]) : 0;
        double slack = distance <= last ? 0 : distance / last - 1;
        needed[i] = Math.max(needed[i], slack);
        while (passed[i] < SLACKS.length && needed[i] > SLACKS[passed[i]]) {
          metBefore[i][passed[i]++] = met;
        }
      }
    }
  }

  private void take() {
    met += graph.met();
    for (int i = 0; i < graph.met(); i++) {
      int node = graph.node(i);
      float score = graph.score(i);
      open.push(~GraphWalk.entry(node, score));
      if (graph.isAccepted(node)) {
        keep(score);
        if (nearest.length > 0 && exact[node] >= nearest[nearest.length - 1]) {
          found.add(new Met(exact[node], needed.clone()));
        }
      }
    }
  }

  private void keep(float score) {
    if (count == kept.length && score <= kept[count - 1]) {
      return;
    }
    int at = count < kept.length ? count++ : count - 1;
    while (at > 0 && kept[at - 1] < score) {
      kept[at] = kept[at - 1];
      at--;
    }
    kept[at] = score;
  }

  /**
   * For each number of places, the slack it takes to find each of the nearest. Nodes with equal
   * scores stand for one another.
   */
  double[][] neededByRank() {
    var byRank = new double[PLACES.length][nearest.length];
    for (double[] each : byRank) {
      Arrays.fill(each, Double.POSITIVE_INFINITY);
    }
    found.sort(Comparator.comparingDouble(Met::score).reversed());
    int rank = 0;
    for (Met next : found) {
      while (rank < nearest.length && nearest[rank] > next.score) {
        rank++;
      }
      if (rank < nearest.length) {
        for (int i = 0; i < PLACES.length; i++) {
          byRank[i][rank] = next.needed[i];
        }
        rank++;
      }
    }
    return byRank;
  }

  /** For each number of places and each slack, how many nodes are met. */
  int[][] metBySlack() {
    return metBefore;
  }
}
