package dev.quiver.store.internal.model;

/**
 * How near two vectors are, as a score between 0 and 1. Scores are summed in double, one component
 * after the other, so that every replica and every shard computes the same bits.
 */
public enum Similarity {
  /** {@code (1 + cos) / 2}. */
  COSINE {
    @Override
    public double score(float[] a, float[] b) {
      double dot = 0;
      double normA = 0;
      double normB = 0;
      for (int i = 0; i < a.length; i++) {
        dot += (double) a[i] * b[i];
        normA += (double) a[i] * a[i];
        normB += (double) b[i] * b[i];
      }
      return clamp((1 + dot / Math.sqrt(normA * normB)) / 2);
    }
  },
  /** {@code (1 + dot) / 2}, for vectors of length 1. */
  DOT_PRODUCT {
    @Override
    public double score(float[] a, float[] b) {
      double dot = 0;
      for (int i = 0; i < a.length; i++) {
        dot += (double) a[i] * b[i];
      }
      return clamp((1 + dot) / 2);
    }
  },
  /** {@code 1 / (1 + d²)}. */
  EUCLIDEAN {
    @Override
    public double score(float[] a, float[] b) {
      double squared = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
        squared += difference * difference;
      }
      return clamp(1 / (1 + squared));
    }
  };

  /** The score of two vectors of equal length, neither of them zero under {@link #COSINE}. */
  public abstract double score(float[] a, float[] b);

  private static double clamp(double score) {
    return Math.clamp(score, 0.0, 1.0);
  }
}
