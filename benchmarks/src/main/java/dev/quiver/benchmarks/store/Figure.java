package dev.quiver.benchmarks.store;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One quantity measured several times. */
final class Figure {
  private final double[] ascending;

  private Figure(double[] ascending) {
    this.ascending = ascending;
  }

  static Figure of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("values must be at least one, but were none");
    }
    return new Figure(values.stream().mapToDouble(Double::doubleValue).sorted().toArray());
  }

  double median() {
    int middle = ascending.length / 2;
    return ascending.length % 2 == 1
        ? ascending[middle]
        : (ascending[middle - 1] + ascending[middle]) / 2;
  }

  /** How far apart the rounds are, as a share of the median. */
  double noise() {
    return (Arrays.stream(ascending).max().orElseThrow() - ascending[0]) / median();
  }

  String noisePercent() {
    return String.format(Locale.ROOT, "%.0f %%", 100 * noise());
  }
}
