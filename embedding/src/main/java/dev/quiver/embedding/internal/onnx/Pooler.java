package dev.quiver.embedding.internal.onnx;

import dev.quiver.embedding.spec.Pooling;
import java.nio.FloatBuffer;

/** From the vectors of a text's tokens, row after row, to the one of the text. */
final class Pooler {
  private Pooler() {}

  static float[] pool(FloatBuffer rows, int count, int dimension, Pooling pooling) {
    float[] vector = new float[dimension];
    switch (pooling) {
      case CLS -> rows.get(0, vector);
      case LAST_TOKEN -> rows.get((count - 1) * dimension, vector);
      case MEAN -> mean(rows, count, vector);
    }
    return vector;
  }

  private static void mean(FloatBuffer rows, int count, float[] vector) {
    for (int row = 0; row < count; row++) {
      int start = row * vector.length;
      for (int i = 0; i < vector.length; i++) {
        vector[i] += rows.get(start + i);
      }
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= count;
    }
  }

  /** Scales to length 1; a vector of zeros stays one. */
  static void normalize(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    if (squares > 0) {
      double scale = 1 / Math.sqrt(squares);
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (vector[i] * scale);
      }
    }
  }
}
