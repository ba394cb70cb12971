package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Similarity;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes targets that are like no record, but lie in the directions in which records differ: from
 * the mean of some records, the sum of some of the ways to others, each times a random number. A
 * target of random components would lie in directions in which there is nothing to tell apart.
 *
 * <p>Where lengths do not count, the mean is left out. So these are among the farthest targets that
 * searches come up with, and questions about something else lie between them and records.
 */
final class Directions {
  /** As many records make one; of two or eight, one often stands out and leads there at once. */
  private static final int SUMMED = 32;

  /** The same records make the same targets. */
  private static final long SEED = 42;

  private final boolean isUnit;
  private final List<float[]> records;
  private final double[] mean;
  private final SplittableRandom random = new SplittableRandom(SEED);

  /**
   * @param records as indexed, at least one
   */
  Directions(Similarity similarity, List<float[]> records) {
    this.isUnit = similarity != Similarity.EUCLIDEAN;
    this.records = records;
    this.mean = new double[records.getFirst().length];
    for (float[] record : records) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += record[i] / (double) records.size();
      }
    }
  }

  /** Whether there is more than one vector among the records. */
  boolean differ() {
    float[] first = records.getFirst();
    return records.stream().anyMatch(record -> !Arrays.equals(record, first));
  }

  float[] next() {
    var sum = new double[mean.length];
    double squares = 0;
    for (int n = 0; n < SUMMED; n++) {
      float[] record = records.get(random.nextInt(records.size()));
      double weight = random.nextGaussian();
      squares += weight * weight;
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * (record[i] - mean[i]);
      }
    }
    double length = isUnit ? Math.sqrt(Arrays.stream(sum).map(each -> each * each).sum()) : 0;
    var target = new float[mean.length];
    for (int i = 0; i < target.length; i++) {
      target[i] =
          (float)
              (isUnit
                  ? sum[i] / Math.max(length, Double.MIN_NORMAL)
                  : mean[i] + sum[i] / Math.sqrt(squares));
    }
    return target;
  }
}
