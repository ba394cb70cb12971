package dev.quiver.benchmarks.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;

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
  private final float[] last;

  private Truth(Dataset data, float[] last) {
    this.data = data;
    this.last = last;
  }

  /** Over the first records only, for a contender that holds no more. */
  static Truth of(Dataset data, int records, Crew crew) {
    float[][] queries = data.queries();
    var last = new float[queries.length];
    var blocks = new ArrayList<Callable<Boolean>>();
    for (int from = 0; from < queries.length; from += LANES) {
      int first = from;
      blocks.add(() -> fill(data, records, first, last));
    }
    crew.all(blocks);
    return new Truth(data, last);
  }

  private static boolean fill(Dataset data, int records, int first, float[] last) {
    int lanes = Math.min(LANES, last.length - first);
    float[][] transposed = transposed(data, first, lanes);
    var best = new float[lanes][Settings.K];
    for (float[] scores : best) {
      Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    }
    var sums = new float[LANES];
    for (int record = 0; record < records; record++) {
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

  private static float[][] transposed(Dataset data, int first, int lanes) {
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

  /** The mean share of the true neighbours that the contender finds, over the first queries. */
  double recall(Searched contender, int queries) {
    long right = 0;
    for (int query = 0; query < queries; query++) {
      right += right(query, contender.search(data.queries()[query]).records());
    }
    return (double) right / ((long) Settings.K * queries);
  }

  double recall(Searched contender) {
    return recall(contender, last.length);
  }

  private int right(int query, List<Integer> found) {
    int right = 0;
    for (int record : new HashSet<>(found)) {
      if (score(data.queries()[query], data.vector(record)) >= last[query] - ROUNDING) {
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
