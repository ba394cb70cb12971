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
 * <p>Before it ends, it asks how far away the target turned out to be. From one that lies farther
 * from everything than records lie from one another it has not looked far enough: then it goes on
 * with more slack, also from what it has come upon and left out, or is given up if a scan is
 * cheaper than that.
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

  /** The nearest met, whether they may be found or not; null: how far they are is not asked. */
  private final @Nullable LongHeap around;

  private final int aroundCount;

  /** What is still to be walked on from, turned round so that the best is on top. */
  private final LongHeap open = new LongHeap(256);

  /** What was met and left out. */
  private long[] rest = new long[256];

  private int restCount;

  private long[] found = new long[256];
  private int count;

  private double most = Double.POSITIVE_INFINITY;
  private double mostFar = Double.POSITIVE_INFINITY;
  private final float familiarScore;
  private boolean isNear;
  private boolean isFar;
  private boolean isOutOfReach;
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
    this.aroundCount = reach.around();
    this.familiarScore = target.scoreAt(reach.familiar());
    boolean isSame = !isFiltered && aroundCount == reach.places();
    this.around = aroundCount == 0 ? null : isSame ? nearest : new LongHeap(aroundCount + 1);
  }

  /** The same walk, but given up once it has met more nodes than so many, or is going to. */
  GraphWalk meetingAtMost(double nodes) {
    most = nodes;
    return this;
  }

  /** The same walk, but given up where the target is so far away that it would meet more. */
  GraphWalk meetingAtMostOfFar(double nodes) {
    mostFar = nodes;
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
    while (!isTooDear()) {
      if (open.size() == 0 || score(~open.top()) < floor) {
        if (!lookFarther()) {
          return;
        }
        continue;
      }
      long best = ~open.top();
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
      long entry = entry(graph.node(i), graph.score(i));
      if (graph.score(i) >= floor) {
        take(entry);
      } else if (around != null) {
        leave(entry);
      }
    }
    setShare();
  }

  private void take(long entry) {
    open.push(~entry);
    taken++;
    if (around != null && around != nearest) {
      offer(around, entry, aroundCount);
    }
    if (graph.isAccepted(node(entry))) {
      accepted++;
      keep(entry);
    }
  }

  /** Keeps for later what is too far away for now, until the target is seen to lie near enough. */
  private void leave(long entry) {
    if (isNear()) {
      return;
    }
    if (restCount == rest.length) {
      rest = Arrays.copyOf(rest, 2 * restCount);
    }
    rest[restCount++] = entry;
  }

  /** Whether the target lies as records do; what is met later on makes it no farther. */
  private boolean isNear() {
    if (!isNear && around != null && around.size() == aroundCount) {
      isNear = score(around.top()) >= familiarScore;
    }
    return isNear;
  }

  private void setShare() {
    if (isFiltered) {
      share = nodesPerRow * accepted / Math.max(1, taken);
      raiseFloor();
    }
  }

  /**
   * Has a walk that would end go on, where its target has turned out to be too far away for that.
   *
   * @return whether it goes on
   */
  private boolean lookFarther() {
    if (around == null
        || around.size() < aroundCount
        || nearest.size() < reach.places()
        || isNear()) {
      return false;
    }
    float before = floor;
    boolean wasFar = isFar;
    isFar = true;
    double distance = target.distance(score(around.top()));
    isOutOfReach =
        Double.isInfinite(reach.slack(share, distance)) || reach.met(share, distance) > mostFar;
    if (isOutOfReach) {
      return false;
    }
    raiseFloor();
    if (floor >= before) {
      isFar = wasFar;
      floor = before;
      return false;
    }
    int left = restCount;
    restCount = 0;
    for (int i = 0; i < left; i++) {
      if (score(rest[i]) >= floor) {
        take(rest[i]);
      } else {
        rest[restCount++] = rest[i];
      }
    }
    setShare();
    return true;
  }

  private void keep(long entry) {
    if (count == found.length) {
      found = Arrays.copyOf(found, 2 * count);
    }
    found[count++] = entry;
    if (offer(nearest, entry, reach.places())) {
      raiseFloor();
    }
  }

  /** Keeps an entry if it is one of so many best ones. */
  private static boolean offer(LongHeap best, long entry, int count) {
    if (best.size() < count) {
      best.push(entry);
    } else if (entry > best.top()) {
      best.updateTop(entry);
    } else {
      return false;
    }
    return true;
  }

  /** Room for the error of scores is left, so that none as good as one that is kept is left out. */
  private void raiseFloor() {
    if (nearest.size() == reach.places()) {
      float last = score(nearest.top());
      floor = target.farther(last, slack()) - 2 * target.margin(last);
      floor = Math.min(floor, kept);
      leastKept = Math.max(leastKept, floor);
    }
  }

  private double slack() {
    return isFar && around != null
        ? reach.slack(share, target.distance(score(around.top())))
        : reach.slack(share);
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
    return isOutOfReach || isTooDear() || nearest.size() < reach.places();
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
