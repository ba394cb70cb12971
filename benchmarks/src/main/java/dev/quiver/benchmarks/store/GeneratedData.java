package dev.quiver.benchmarks.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Vectors and texts for where there are no real ones. The vectors lie in clusters and near a
 * surface of few dimensions, as those of sentences do; uniform ones would have no neighbours worth
 * finding.
 */
final class GeneratedData {
  private static final int DIMENSION = 384;
  private static final int INNER_DIMENSION = 32;
  private static final int CLUSTERS = 200;
  private static final double WITHIN_CLUSTER = 0.7;
  private static final double OFF_SURFACE = 0.15;
  private static final int WORDS = 45;
  private static final int LETTERS = 6;

  private final SplittableRandom random;

  GeneratedData(long seed) {
    this.random = new SplittableRandom(seed);
  }

  List<float[]> vectors(int count) {
    double[][] surface = gaussian(INNER_DIMENSION, DIMENSION);
    double[][] centres = gaussian(CLUSTERS, INNER_DIMENSION);
    var vectors = new ArrayList<float[]>(count);
    for (int i = 0; i < count; i++) {
      vectors.add(vector(centres[random.nextInt(CLUSTERS)], surface));
    }
    return vectors;
  }

  private float[] vector(double[] centre, double[][] surface) {
    var vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (OFF_SURFACE * Math.sqrt(INNER_DIMENSION) * random.nextGaussian());
    }
    for (int inner = 0; inner < INNER_DIMENSION; inner++) {
      double along = centre[inner] + WITHIN_CLUSTER * random.nextGaussian();
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] += (float) (along * surface[inner][i]);
      }
    }
    return VectorFiles.toLengthOne(vector);
  }

  private double[][] gaussian(int rows, int columns) {
    var made = new double[rows][columns];
    for (double[] row : made) {
      for (int i = 0; i < columns; i++) {
        row[i] = random.nextGaussian();
      }
    }
    return made;
  }

  List<byte[]> texts(int count) {
    var texts = new ArrayList<byte[]>(count);
    for (int i = 0; i < count; i++) {
      var text = new StringBuilder();
      for (int letter = 0; letter < WORDS * LETTERS; letter++) {
        text.append(letter % LETTERS == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
      }
      texts.add(text.substring(1).getBytes(StandardCharsets.UTF_8));
    }
    return texts;
  }
}
