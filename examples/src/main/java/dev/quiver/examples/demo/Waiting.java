package dev.quiver.examples.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks again and again until what it sees is as it should be. */
final class Waiting {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Waiting() {}

  /** What was seen when it was enough; or last, in the exception, if it takes too long. */
  static <T> T until(String what, Supplier<T> look, Predicate<T> enough) {
    long started = System.nanoTime();
    T seen = look.get();
    while (!enough.test(seen)) {
      if (System.nanoTime() - started > WITHIN.toNanos()) {
        throw new IllegalStateException(
            what + " must be there within " + WITHIN.toSeconds() + " s, but saw " + seen);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      seen = look.get();
    }
    return seen;
  }
}
