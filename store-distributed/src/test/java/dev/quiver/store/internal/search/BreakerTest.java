package dev.quiver.store.internal.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.failover.BreakerPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node that keeps failing is shunned, gets its trials, and comes back only if it passes them. */
class BreakerTest {
  private static final long OPEN_FOR = Duration.ofSeconds(5).toNanos();

  private final Breaker breaker =
      new Breaker(new BreakerPolicy(0.5, 10, 4, Duration.ofNanos(OPEN_FOR), 2));

  private void open() {
    for (int i = 0; i < 4; i++) {
      breaker.failed(0);
    }
    assertThat(breaker.isShunned(0)).isTrue();
  }

  @Test
  void everySecondFailureIsTooMany() {
    for (int i = 0; i < 2; i++) {
      breaker.answered();
      assertThat(breaker.isShunned(0)).isFalse();
      breaker.failed(0);
    }
    assertThat(breaker.isShunned(0)).isTrue();
  }

  @Test
  void aFewFailuresAmongManyAnswersAreNot() {
    for (int i = 0; i < 100; i++) {
      if (i % 3 == 2) {
        breaker.failed(0);
      } else {
        breaker.answered();
      }
    }
    assertThat(breaker.isShunned(0)).isFalse();
  }

  @Test
  void fewerCallsThanTheMinimumSayNothing() {
    for (int i = 0; i < 3; i++) {
      breaker.failed(0);
    }
    assertThat(breaker.isShunned(0)).isFalse();
  }

  @Test
  void afterItsRestItGetsSoManyTrialsAndNoMore() {
    open();
    assertThat(breaker.isShunned(OPEN_FOR - 1)).isTrue();
    assertThat(breaker.isShunned(OPEN_FOR)).isFalse();
    breaker.sent();
    breaker.sent();
    assertThat(breaker.isShunned(OPEN_FOR)).isTrue();

    breaker.answered();
    assertThat(breaker.isShunned(OPEN_FOR)).isTrue();
    breaker.answered();
    assertThat(breaker.isShunned(OPEN_FOR)).isFalse();
  }

  @Test
  void aFailedTrialOpensItForAsLongAgain() {
    open();
    assertThat(breaker.isShunned(OPEN_FOR)).isFalse();
    breaker.sent();
    breaker.failed(OPEN_FOR);

    assertThat(breaker.isShunned(2 * OPEN_FOR - 1)).isTrue();
    assertThat(breaker.isShunned(2 * OPEN_FOR)).isFalse();
  }

  @Test
  void aTrialThatWasCalledOffMakesRoomForAnother() {
    open();
    assertThat(breaker.isShunned(OPEN_FOR)).isFalse();
    breaker.sent();
    breaker.sent();
    assertThat(breaker.isShunned(OPEN_FOR)).isTrue();
    breaker.withdrawn();
    assertThat(breaker.isShunned(OPEN_FOR)).isFalse();
  }

  @Test
  void whatFailedBeforeTheTrialsIsForgottenAfterThem() {
    open();
    assertThat(breaker.isShunned(OPEN_FOR)).isFalse();
    breaker.answered();
    breaker.answered();
    breaker.failed(OPEN_FOR);
    assertThat(breaker.isShunned(OPEN_FOR)).isFalse();
  }
}
