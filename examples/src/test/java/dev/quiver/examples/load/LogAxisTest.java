package dev.quiver.examples.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Catches: a point off its place, an axis that ends before the values do. */
class LogAxisTest {
  @Test
  void endsAreRoundNumbersAroundTheValues() {
    assertThat(LogAxis.over(new double[] {0.3, 47}, 0, 1)).isEqualTo(new LogAxis(0.2, 50, 0, 1));
    assertThat(LogAxis.over(new double[] {20}, 0, 1)).isEqualTo(new LogAxis(20, 200, 0, 1));
    assertThat(LogAxis.over(new double[] {}, 0, 1)).isEqualTo(new LogAxis(1, 10, 0, 1));
  }

  @Test
  void equalRatiosAreEqualDistances() {
    var axis = new LogAxis(1, 10_000, 100, 500);
    assertThat(axis.x(1)).isEqualTo(100);
    assertThat(axis.x(100)).isCloseTo(300, within(1e-9));
    assertThat(axis.x(10_000)).isEqualTo(500);
    assertThat(axis.ticks()).containsExactly(1.0, 10.0, 100.0, 1_000.0, 10_000.0);
    assertThat(new LogAxis(0.5, 20, 0, 1).ticks()).containsExactly(0.5, 1.0, 2.0, 5.0, 10.0, 20.0);
  }
}
