package dev.quiver.benchmarks.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import org.apache.lucene.util.VectorUtil;

/**
 * The scores of the true neighbours of every query under every filter, by looking at all records.
 */
final class SelectedTruth {
  /** Sums of the same products in another order differ by less. */
  private static final float ROUNDING = 1e-5f;

  private final Dataset data;
  private final List<Selection> selections;
  private final float[][][] nearest;

  private SelectedTruth(Dataset data, List<Selection> selections) {
    this.data = data;
    this.selections = selections;
    this.nearest = new float[data.queries().length][][];
  }

  /**
   * @param there records that were not deleted
   */
  static SelectedTruth of(Dataset data, Positions positions, IntPredicate there, Crew crew) {
    var truth = new SelectedTruth(data, Selection.all());
    var tasks = new ArrayList<Callable<Boolean>>();
    for (int query = 0; query < data.queries().length; query++) {
      int number = query;
      tasks.add(() -> truth.look(positions, there, number));
    }
    crew.all(tasks);
    return truth;
  }

  private boolean look(Positions positions, IntPredicate there, int query) {
    var best = new float[selections.size()][Settings.K];
    for (float[] scores : best) {
      Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    }
    for (int record = 0; record < data.size(); record++) {
      if (there.test(record)) {
        float score = VectorUtil.dotProduct(data.queries()[query], data.vector(record));
        for (int i = 0; i < best.length; i++) {
          if (score > best[i][0] && selections.get(i).matches(positions, query, record)) {
            best[i][0] = score;
            Arrays.sort(best[i]);
          }
        }
      }
    }
    nearest[query] = best;
    return true;
  }

  /** How many of the true neighbours there are. */
  int wanted(Selection selection, int query) {
    int wanted = 0;
    for (float score : nearest[query][selections.indexOf(selection)]) {
      wanted += score > Float.NEGATIVE_INFINITY ? 1 : 0;
    }
    return wanted;
  }

  /** How many of these distinct records are true neighbours. */
  int right(Selection selection, int query, List<Integer> found) {
    float last = nearest[query][selections.indexOf(selection)][0];
    int right = 0;
    for (int record : found) {
      float score = VectorUtil.dotProduct(data.queries()[query], data.vector(record));
      right += score >= last - ROUNDING ? 1 : 0;
    }
    return Math.min(right, Settings.K);
  }
}
