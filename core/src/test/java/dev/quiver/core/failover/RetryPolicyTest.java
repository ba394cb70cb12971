package dev.quiver.core.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Seeds;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Retries without end, past the deadline, or all at the same moment. */
class RetryPolicyTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final double ALMOST_ONE = Math.nextDown(1.0);

  @Test
  void theLongestWaitDoublesUpToItsCap() {
    var policy = new RetryPolicy(20, Duration.ofMillis(10), Duration.ofMillis(50), 2);
    assertThat(longest(policy, 1)).isEqualTo(10);
    assertThat(longest(policy, 2)).isEqualTo(20);
    assertThat(longest(policy, 3)).isEqualTo(40);
    assertThat(longest(policy, 4)).isEqualTo(50);
    assertThat(longest(policy, 19)).isEqualTo(50);
  }

  @Test
  void jitterCoversEverythingFromZero() {
    Seeds.each(
        20,
        random -> {
          long below = 0;
          for (int i = 0; i < 1000; i++) {
            var wait = RetryPolicy.DEFAULTS.delay(2, random.nextDouble(), LONG).orElseThrow();
            assertThat(wait).isBetween(Duration.ZERO, Duration.ofMillis(20));
            below += wait.compareTo(Duration.ofMillis(10)) < 0 ? 1 : 0;
          }
          assertThat(below).isBetween(400L, 600L);
        });
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    assertThat(RetryPolicy.DEFAULTS.delay(2, 0, LONG)).isPresent();
    assertThat(RetryPolicy.DEFAULTS.delay(3, 0, LONG)).isEmpty();
    assertThat(RetryPolicy.ONCE_ELSEWHERE.delay(1, 0, LONG)).isPresent();
    assertThat(RetryPolicy.ONCE_ELSEWHERE.delay(2, 0, LONG)).isEmpty();
    assertThat(RetryPolicy.NEVER.delay(1, 0, LONG)).isEmpty();
  }

  @Test
  void neverWaitsUntilTheDeadlineOrBeyond() {
    assertThat(RetryPolicy.DEFAULTS.delay(1, 0.5, Duration.ofMillis(5))).isEmpty();
    assertThat(RetryPolicy.DEFAULTS.delay(1, 0.5, Duration.ofMillis(6)))
        .contains(Duration.ofMillis(5));
    assertThat(RetryPolicy.DEFAULTS.delay(1, 0, Duration.ZERO)).isEmpty();
    assertThat(RetryPolicy.DEFAULTS.delay(1, 0, Duration.ofNanos(-1))).isEmpty();
  }

  @Test
  void refusesRulesThatCannotWork() {
    assertThatThrownBy(() -> RetryPolicy.DEFAULTS.withAttempts(0))
        .hasMessage("attempts must be between 1 and 100, but was 0");
    assertThatThrownBy(() -> new RetryPolicy(3, Duration.ofMillis(2), Duration.ofMillis(1), 2))
        .hasMessage("maxDelay must be at least firstDelay (PT0.002S), but was PT0.001S");
    assertThatThrownBy(() -> new RetryPolicy(3, Duration.ZERO, Duration.ZERO, 0.5))
        .hasMessage("growth must be a finite number of at least 1, but was 0.5");
    assertThatThrownBy(() -> RetryPolicy.DEFAULTS.delay(1, 1, LONG))
        .hasMessage("random must be at least 0 and below 1, but was 1.0");
    assertThatThrownBy(() -> RetryPolicy.DEFAULTS.delay(0, 0, LONG))
        .hasMessage("made must be at least 1, but was 0");
    assertThatThrownBy(() -> new BreakerPolicy(0.5, 20, 21, LONG, 3))
        .hasMessage("minimumCalls must be between 1 and window (20), but was 21");
    assertThatThrownBy(() -> new BreakerPolicy(0, 20, 10, LONG, 3))
        .hasMessage("failureRate must be above 0 and at most 1, but was 0.0");
    assertThatThrownBy(() -> new BreakerPolicy(0.5, 20, 10, Duration.ZERO, 3))
        .hasMessage("openFor must be positive, but was PT0S");
  }

  private static long longest(RetryPolicy policy, int made) {
    return Math.round(policy.delay(made, ALMOST_ONE, LONG).orElseThrow().toNanos() / 1e6);
  }
}
