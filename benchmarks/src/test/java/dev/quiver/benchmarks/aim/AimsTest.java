package dev.quiver.benchmarks.aim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Catches: a missed aim that ends with 0, and a number that says another thing than its verdict.
 */
class AimsTest {
  private final Aims aims = new Aims();

  @Test
  void whatMeetsEveryAimEndsWell() {
    assertThat(aims.atLeast(0.8, 0.8)).isEqualTo("0.80 (meets 0.80)");
    assertThat(aims.atMost(1.05, 1.05)).isEqualTo("1.05 (meets at most 1.05)");
    assertThat(aims.met(true)).isEqualTo("meets");
    assertThat(aims.exitCode()).isZero();
  }

  @Test
  void oneMissedAimIsNotForgotten() {
    assertThat(aims.atLeast(0.79, 0.8)).isEqualTo("0.79 (misses 0.80)");
    assertThat(aims.atLeast(0.9, 0.8)).isEqualTo("0.90 (meets 0.80)");
    assertThat(aims.exitCode()).isEqualTo(1);
  }

  @Test
  void tooMuchIsMissedToo() {
    assertThat(aims.atMost(1.06, 1.05)).isEqualTo("1.06 (misses at most 1.05)");
    assertThat(aims.exitCode()).isEqualTo(1);
  }

  @Test
  void whatIsPrintedIsWhatIsJudged() {
    assertThat(aims.atLeast(0.5951, 0.6)).isEqualTo("0.60 (meets 0.60)");
    assertThat(aims.atMost(5.004, 5)).isEqualTo("5.00 (meets at most 5.00)");
    assertThat(aims.exitCode()).isZero();
  }

  @Test
  void whatCouldNotBeMeasuredIsMissed() {
    assertThat(aims.atLeast(Double.NaN, 0)).isEqualTo("NaN (misses 0.00)");
    assertThat(new Aims().atMost(Double.NaN, 1)).isEqualTo("NaN (misses at most 1.00)");
    assertThat(aims.exitCode()).isEqualTo(1);
  }
}
