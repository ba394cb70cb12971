package dev.quiver.benchmarks.store;

import java.util.SplittableRandom;

/**
 * Vectors of length 1 in narrow clusters, which graphs link well within and badly between. Later
 * ones lie in the same clusters.
 */
final class ClusteredData {
  static final int RECORDS = 50_000;
  static final int DIMENSION = 128;
  private static final int CLUSTERS = 50;

  private final SplittableRandom random;
  private final float[][] centres = new float[CLUSTERS][];

  ClusteredData(long seed) {
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < CLUSTERS; i++) {
      centres[i] = around(new float[DIMENSION]);
    }
  }

  float[][] vectors(int count) {
    var vectors = new float[count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = around(centres[random.nextInt(CLUSTERS)]);
    }
    return vectors;
  }

  /** As far away from the centre as that is from the origin. */
  private float[] around(float[] centre) {
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = centre[i] + (float) (random.nextGaussian() / Math.sqrt(DIMENSION));
    }
    return VectorFiles.toLengthOne(vector);
  }
}
