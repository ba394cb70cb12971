package dev.quiver.benchmarks.store;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * What a store in this JVM does that nobody waits for. A store just opened measures its searches
 * anew, and segments searched together often enough get a graph in common: until both are done,
 * searches compete with them, and are not yet those of a store in use.
 */
public final class Background {
  private static final int IDLE_LOOKS = 3;
  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  private Background() {}

  /** Searches as often as all of it needs, then waits until it is done. */
  public static void settle(int records, IntConsumer search) {
    for (int number = 0; number <= records; number++) {
      search.accept(number);
    }
    awaitIdle();
  }

  /** Waits until what has begun is done, and nothing follows it at once. */
  public static void awaitIdle() {
    for (int idle = 0; idle < IDLE_LOOKS; idle = isBusy() ? 0 : idle + 1) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static boolean isBusy() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey().getName().contains("-calibration-"))
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getClassName().startsWith("dev.quiver."));
  }
}
