package dev.quiver.core.placement;

import java.math.BigInteger;

/** An exact fraction: a share that is an integer must not be rounded up because of a last digit. */
record Ratio(BigInteger numerator, BigInteger denominator) {
  static Ratio of(long value) {
    return new Ratio(BigInteger.valueOf(value), BigInteger.ONE);
  }

  long floor() {
    return numerator.divide(denominator).longValueExact();
  }

  long ceil() {
    return numerator.add(denominator).subtract(BigInteger.ONE).divide(denominator).longValueExact();
  }

  double value() {
    return numerator.doubleValue() / denominator.doubleValue();
  }
}
