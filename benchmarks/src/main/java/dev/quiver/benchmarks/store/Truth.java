package dev.quiver.benchmarks.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;

/**
 * The true neighbours of every query, by looking at all records: of each query the score of the
 * last one wanted, which is all it takes to tell how much of an answer is right.
 */
final class Truth {
  /** Queries taken together, so that a record's component is multiplied with all at once. */
  private static final int LANES = 32;

  /** Sums of the same products in another order differ by less. */
  private static final float ROUNDING = 1e-5f;

  private final Dataset data;
  private final IntPredicate held;
  private final float[] last;

  private Truth(Dataset data, IntPredicate held) {
    this.data = data;
    this.held = held;
    this.last = new float[data.queries().length];
  }

  /**
   * @param held the records that there are to be found: those that a contender has, or a filter
   *     leaves
   */
  static Truth of(Dataset data, IntPredicate held, Crew crew) {
    var truth = new Truth(data, held);
    var blocks = new ArrayList<Callable<Boolean>>();
    for (int from = 0; from < truth.last.length; from += LANES) {
      int first = from;
      blocks.add(() -> truth.fill(first));
    }
    crew.all(blocks);
    return truth;
  }

  private boolean fill(int first) {
    int lanes = Math.min(LANES, last.length - first);
    float[][] transposed = transposed(first, lanes);
    var best = new float[lanes][Settings.K];
    for (float[] scores : best) {
      Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    }
    var sums = new float[LANES];
    for (int record = 0; record < data.size(); record++) {
      if (!held.test(record)) {
        continue;
      }
      Arrays.fill(sums, 0);
      float[] vector = data.vector(record);
      for (int i = 0; i < vector.length; i++) {
        float component = vector[i];
        float[] row = transposed[i];
        for (int lane = 0; lane < LANES; lane++) {
          sums[lane] += component * row[lane];
        }
      }
      for (int lane = 0; lane < lanes; lane++) {
        offer(best[lane], sums[lane]);
      }
    }
    for (int lane = 0; lane < lanes; lane++) {
      last[first + lane] = best[lane][0];
    }
    return true;
  }

  private float[][] transposed(int first, int lanes) {
    var rows = new float[data.dimension()][LANES];
    for (int lane = 0; lane < lanes; lane++) {
      float[] query = data.queries()[first + lane];
      for (int i = 0; i < query.length; i++) {
        rows[i][lane] = query[i];
      }
    }
    return rows;
  }

  /** Keeps the scores ascending, the worst of the best first. */
  private static void offer(float[] ascending, float score) {
    if (score <= ascending[0]) {
      return;
    }
    int at = 0;
    while (at + 1 < ascending.length && ascending[at + 1] < score) {
      ascending[at] = ascending[at + 1];
      at++;
    }
    ascending[at] = score;
  }

  int queries() {
    return last.length;
  }

  /** The mean share of the true neighbours that are found, over the first queries. */
  double recall(Searched searched, int queries) {
    long right = 0;
    for (int query = 0; query < queries; query++) {
      right += right(query, searched.search(data.queries()[query]).records());
    }
    return (double) right / ((long) Settings.K * queries);
  }

  double recall(Searched searched) {
    return recall(searched, last.length);
  }

  private int right(int query, List<Integer> found) {
    int right = 0;
    for (int record : new HashSet<>(found)) {
      if (held.test(record)
          && score(data.queries()[query], data.vector(record)) >= last[query] - ROUNDING) {
        right++;
      }
    }
    return Math.min(right, Settings.K);
  }

  private static float score(float[] query, float[] vector) {
    float sum = 0;
    for (int i = 0; i < query.length; i++) {
      sum += query[i] * vector[i];
    }
    return sum;
  }
}
