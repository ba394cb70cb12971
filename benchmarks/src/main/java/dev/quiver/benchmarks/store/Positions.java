package dev.quiver.benchmarks.store;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Where each record stands in two orders, from 0: a random one, and that along the axis on which
 * the records differ most. Filters pick one end.
 */
final class Positions {
  static final String RANDOM = "random";
  static final String AXIS = "axis";

  private static final int ITERATIONS = 8;
  private static final int SAMPLE = 5_000;

  private final long[] random;
  private final long[] axis;
  private final boolean[] queryLow;

  private Positions(long[] random, long[] axis, boolean[] queryLow) {
    this.random = random;
    this.axis = axis;
    this.queryLow = queryLow;
  }

  static Positions of(Dataset data, long seed) {
    int[] order = IntStream.range(0, data.size()).toArray();
    var generator = new Random(seed);
    for (int i = order.length - 1; i > 0; i--) {
      int other = generator.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    var random = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      random[order[i]] = i;
    }
    float[] direction = direction(data);
    double[] along = new double[data.size()];
    for (int record = 0; record < along.length; record++) {
      along[record] = product(direction, data.vector(record));
    }
    int[] ascending =
        IntStream.range(0, along.length)
            .boxed()
            .sorted((a, b) -> Double.compare(along[a], along[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    var axis = new long[along.length];
    for (int i = 0; i < ascending.length; i++) {
      axis[ascending[i]] = i;
    }
    double middle = along[ascending[along.length / 2]];
    var queryLow = new boolean[data.queries().length];
    for (int query = 0; query < queryLow.length; query++) {
      queryLow[query] = product(direction, data.queries()[query]) < middle;
    }
    return new Positions(random, axis, queryLow);
  }

  /** The first principal component of a sample, near enough, by power iteration. */
  private static float[] direction(Dataset data) {
    int step = Math.max(1, data.size() / SAMPLE);
    var mean = new double[data.dimension()];
    int count = 0;
    for (int record = 0; record < data.size(); record += step, count++) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += data.vector(record)[i];
      }
    }
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= count;
    }
    var direction = new float[mean.length];
    Arrays.fill(direction, 1);
    direction[0] = 2;
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      var next = new float[mean.length];
      for (int record = 0; record < data.size(); record += step) {
        float[] vector = data.vector(record);
        double along = 0;
        for (int i = 0; i < mean.length; i++) {
          along += (vector[i] - mean[i]) * direction[i];
        }
        for (int i = 0; i < mean.length; i++) {
          next[i] += (float) ((vector[i] - mean[i]) * along);
        }
      }
      direction = VectorFiles.toLengthOne(next);
    }
    return direction;
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  int size() {
    return random.length;
  }

  long random(int record) {
    return random[record];
  }

  long axis(int record) {
    return axis[record];
  }

  boolean isQueryLow(int query) {
    return queryLow[query];
  }
}
