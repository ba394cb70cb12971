package dev.quiver.benchmarks.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailoverMedianTest {
  private static final int CASES = 2_000;
  private static final int VALUES = 201;

  /** Bounds too close would tell chance from nothing; too far apart, they would hide 1 %. */
  @Test
  void holdsTheTrueMedianInNinetyFiveCasesOfAHundred() {
    var random = new SplittableRandom(1);
    long held =
        IntStream.range(0, CASES)
            .mapToObj(any -> Median.of(random.doubles(VALUES).toArray()))
            .filter(median -> median.least() <= 0.5 && 0.5 <= median.most())
            .count();

    assertThat(100.0 * held / CASES).isBetween(93.0, 98.0);
  }

  @Test
  void isOfTheValuesInOrderAndLeavesThemAsTheyAre() {
    double[] values = {3, 1, 2};

    assertThat(Median.of(values)).isEqualTo(new Median(1, 2, 3));
    assertThat(values).containsExactly(3, 1, 2);
  }
}
