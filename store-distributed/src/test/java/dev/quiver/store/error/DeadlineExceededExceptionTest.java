package dev.quiver.store.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Catches: a time that was given and is told as none. */
class DeadlineExceededExceptionTest {
  @Test
  void theTimeIsToldAsItWasGiven() {
    assertThat(message(Duration.ofSeconds(10)))
        .isEqualTo("the search took longer than the 10000 ms it was given");
    assertThat(message(Duration.ofNanos(250_000)))
        .isEqualTo("the search took longer than the 0.25 ms it was given");
    assertThat(message(Duration.ZERO)).isEqualTo("the search had no time left when it began");
  }

  private static String message(Duration budget) {
    return String.valueOf(new DeadlineExceededException("the search", budget).getMessage());
  }
}
