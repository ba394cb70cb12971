package dev.quiver.store.internal.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;

/**
 * The two ends of an axis through the records of a segment, at each of the shares that are
 * measured. To leave only the end that a target is not at is what a filter can do that has to do
 * with the target: its nearest records do not match, and the walk ends among strangers.
 */
final class AxisEnds {
  private final float[] along;
  private final float middle;
  private final List<FixedBitSet> low = new ArrayList<>();
  private final List<FixedBitSet> high = new ArrayList<>();

  /**
   * @param along where each document lies
   */
  AxisEnds(FixedBitSet live, float[] along) {
    this.along = along;
    var ascending = new float[live.cardinality()];
    int count = 0;
    for (int at = live.nextSetBit(0);
        at != DocIdSetIterator.NO_MORE_DOCS;
        at = Calibrator.after(live, at)) {
      ascending[count++] = along[at];
    }
    Arrays.sort(ascending);
    this.middle = ascending[count / 2];
    for (double share : Calibration.SHARES) {
      int size = (int) Math.ceil(share * count);
      float lowest = ascending[count - size];
      float highest = ascending[size - 1];
      low.add(where(live, Float.NEGATIVE_INFINITY, highest));
      high.add(where(live, lowest, Float.POSITIVE_INFINITY));
    }
  }

  private FixedBitSet where(FixedBitSet live, float least, float most) {
    var end = new FixedBitSet(live.length());
    for (int at = live.nextSetBit(0);
        at != DocIdSetIterator.NO_MORE_DOCS;
        at = Calibrator.after(live, at)) {
      if (along[at] >= least && along[at] <= most) {
        end.set(at);
      }
    }
    return end;
  }

  /** The end of the axis that the document is not at. */
  FixedBitSet farFrom(int document, int level) {
    return along[document] < middle ? high.get(level) : low.get(level);
  }
}
