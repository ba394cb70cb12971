package dev.quiver.examples.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Catches: calls that are measured before the JVM has compiled them, and a warm-up without end. */
class SteadinessTest {
  /** How many spans it takes; 0 where these are not enough. */
  private static int spans(double... rates) {
    return spans(0, rates);
  }

  private static int spans(double compiling, double[] rates) {
    var steadiness = new Steadiness();
    return IntStream.range(0, rates.length)
        .filter(i -> steadiness.add(new Steadiness.Span(rates[i], compiling)))
        .map(i -> i + 1)
        .findFirst()
        .orElse(0);
  }

  @Test
  void aRateThatStandsStillForAMomentIsNotSteady() {
    assertThat(spans(12_000, 12_900, 12_880, 24_000, 49_000, 50_400, 50_500, 50_100)).isEqualTo(8);
    assertThat(spans(12_000, 12_900, 12_880)).isZero();
    assertThat(spans(10_000, 9_000, 10_000, 8_000, 10_000)).as("it wavers").isZero();
  }

  @Test
  void aRateThatKeepsGrowingIsNotSteady() {
    assertThat(spans(10_000, 10_400, 10_820, 11_260, 11_720, 12_190)).isZero();
  }

  @Test
  void aRateIsNotSteadyWhileTheJvmCompiles() {
    double[] rates = {12_000, 12_900, 12_880, 12_900, 12_890, 12_900};
    assertThat(spans(0.05, rates)).isEqualTo(4);
    assertThat(spans(0.4, rates)).isZero();
  }

  @Test
  void aRateThatNeverSettlesIsMeasuredAllTheSame() {
    double[] wavering =
        IntStream.range(0, 2 * Steadiness.MOST).mapToDouble(i -> i % 2 == 0 ? 1 : 2).toArray();
    assertThat(spans(wavering)).isEqualTo(Steadiness.MOST);
  }
}
