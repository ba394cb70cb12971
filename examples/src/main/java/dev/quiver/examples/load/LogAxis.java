package dev.quiver.examples.load;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic axis from one round number to another: 1, 2 or 5 times a power of ten.
 *
 * @param left where it begins on the page
 * @param right where it ends
 */
record LogAxis(double least, double most, double left, double right) {
  private static final double[] ROUND = {1, 2, 5};

  /** Up to so many decades, every round number has a tick; beyond, each power of ten. */
  private static final double FEW_DECADES = 2;

  LogAxis {
    if (!(least > 0) || !(most > least)) {
      throw new IllegalArgumentException(
          "a logarithmic axis must begin above 0 and end above that, but was "
              + least
              + " to "
              + most);
    }
  }

  /** An axis that all of the values are on. */
  static LogAxis over(double[] values, double left, double right) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (double value : values) {
      if (value > 0) {
        least = Math.min(least, value);
        most = Math.max(most, value);
      }
    }
    double begin = most == 0 ? 1 : roundBelow(least);
    double end = most == 0 ? 10 : roundAbove(most);
    return new LogAxis(begin, end > begin ? end : 10 * begin, left, right);
  }

  private static double roundBelow(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    double round = power;
    for (double factor : ROUND) {
      round = factor * power <= value ? factor * power : round;
    }
    return round;
  }

  private static double roundAbove(double value) {
    double below = roundBelow(value);
    if (below == value) {
      return value;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double factor : ROUND) {
      if (factor * power > value) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  double x(double value) {
    double share = Math.log(Math.max(value, least) / least) / Math.log(most / least);
    return left + share * (right - left);
  }

  List<Double> ticks() {
    boolean few = Math.log10(most / least) <= FEW_DECADES;
    var ticks = new ArrayList<Double>();
    int power = (int) Math.floor(Math.log10(least));
    for (; Math.pow(10, power) <= most; power++) {
      for (double factor : few ? ROUND : new double[] {1}) {
        double tick = factor * Math.pow(10, power);
        // Powers of ten below 1 are not exact.
        if (tick >= least * 0.999 && tick <= most * 1.001) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }
}
