package dev.quiver.store.internal.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a state that announces itself to nobody. */
public final class Await {
  private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();

  private Await() {}

  /** Returns once there is no problem any more; when the time is over, fails with the last one. */
  public static void noProblem(Duration atMost, Supplier<String> problem) {
    long end = System.nanoTime() + atMost.toNanos();
    String now = problem.get();
    while (!now.isEmpty()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("after " + atMost.toMillis() + " ms: " + now);
      }
      LockSupport.parkNanos(LOOK_NANOS);
      now = problem.get();
    }
  }

  /** Lets time pass that a scenario needs; nothing is known to happen at its end. */
  public static void passes(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
