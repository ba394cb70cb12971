package dev.quiver.examples.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Catches: calls that are lost or counted twice, failures that go unseen. */
class CallersTest {
  @Test
  void everyCallCounts() {
    var calls = new AtomicInteger();
    Callers callers =
        Callers.start(
            3,
            thread ->
                () -> {
                  if (calls.incrementAndGet() % 10 == 0) {
                    throw new IllegalStateException("every tenth");
                  }
                  return true;
                });
    assertThat(callers.goOn(Duration.ofMillis(1)).startOver().goOn(Duration.ofMillis(50)).stop())
        .satisfies(
            measured -> {
              long counted = measured.nanos().getTotalCount();
              assertThat(counted).isPositive().isLessThanOrEqualTo(calls.get());
              assertThat(measured.failures())
                  .isBetween(counted / 10 - 3, counted / 10 + 3)
                  .isPositive();
              assertThat(measured.firstFailure()).hasMessage("every tenth");
              assertThat(measured.millis(50)).isLessThanOrEqualTo(measured.millis(99));
            });
  }

  @Test
  void theyAreWarmWhenTheirRateIsSteady() {
    Duration span = Duration.ofMillis(100);
    long slowNanos = span.toNanos() / 5;
    var slow = new AtomicInteger(8); // more than one span of them
    Callers callers =
        Callers.start(
            1,
            thread ->
                () -> {
                  LockSupport.parkNanos(slow.getAndDecrement() > 0 ? slowNanos : slowNanos / 20);
                  return true;
                });
    long began = System.nanoTime();
    callers.warmUp(span);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertThat(slow).as("slow calls left").hasNonPositiveValue();
    assertThat(took)
        .as("faster in the second span, so four more")
        .isGreaterThan(span.multipliedBy(Steadiness.ALIKE));
    Measured measured = callers.goOn(Duration.ofMillis(50)).stop();
    assertThat(measured.nanos().getTotalCount()).isPositive();
  }

  @Test
  void theyEndWhenThereIsNoMoreToDo() {
    var left = new AtomicInteger(100);
    Callers callers = Callers.start(4, thread -> () -> left.decrementAndGet() > 0);
    assertThat(callers.end().failures()).isZero();
    assertThat(left.get()).isBetween(-3, 0);
  }
}
