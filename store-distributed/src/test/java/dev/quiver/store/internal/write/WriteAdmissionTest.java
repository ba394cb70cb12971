package dev.quiver.store.internal.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.port.Deadline;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bytes under way stay below the bound, and whoever waits for room gets it or is told. */
@Timeout(30)
class WriteAdmissionTest {
  private static final int KIB = 1 << 10;

  private final WriteAdmission admission = new WriteAdmission(100 * KIB);

  private boolean admit(int bytes, Duration patience) throws InterruptedException {
    return admission.admit(bytes, Deadline.after(patience));
  }

  @Test
  void whatDoesNotFitWaitsUntilItsDeadline() throws InterruptedException {
    assertThat(admit(60 * KIB, Duration.ZERO)).isTrue();
    assertThat(admit(60 * KIB, Duration.ofMillis(30))).isFalse();
    assertThat(admit(30 * KIB, Duration.ZERO)).isTrue();
    assertThat(admission.fill()).isBetween(0.9, 1.0);

    admission.leave(60 * KIB);
    assertThat(admit(60 * KIB, Duration.ZERO)).isTrue();
  }

  @Test
  void roomThatBecomesFreeGoesToWhoeverWaits() throws Exception {
    assertThat(admit(100 * KIB, Duration.ZERO)).isTrue();
    var waiting = new FutureTask<>(() -> admit(50 * KIB, Duration.ofSeconds(20)));
    Thread.ofPlatform().start(waiting);

    admission.leave(100 * KIB);

    assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneThatIsLargerThanEverythingIsLetInAlone() throws InterruptedException {
    assertThat(admit(1_000 * KIB, Duration.ZERO)).isTrue();
    assertThat(admit(1, Duration.ofMillis(10))).isFalse();

    admission.leave(1_000 * KIB);
    assertThat(admission.fill()).isZero();
    assertThat(admit(1, Duration.ZERO)).isTrue();
    assertThat(admit(1_000 * KIB, Duration.ofMillis(10))).isFalse();
  }
}
