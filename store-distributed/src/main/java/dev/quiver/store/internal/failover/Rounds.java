package dev.quiver.store.internal.failover;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Another round over the clusters when none did it: after a pause that doubles, differs at random
 * and leaves half of the time that is left.
 */
final class Rounds {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final double JITTER = 0.5;

  private final Retry retry;

  Rounds(int retries) {
    IntervalFunction pause =
        IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE, 2.0, JITTER, LONGEST_PAUSE);
    retry =
        Retry.of(
            "quiver-failover",
            RetryConfig.custom()
                .maxAttempts(retries + 1)
                .retryOnException(Rounds::isWorthAnother)
                .intervalBiFunction((round, last) -> Math.min(pause.apply(round), longest(last)))
                .build());
  }

  private static boolean isWorthAnother(Throwable thrown) {
    return thrown instanceof RoundFailedException failed && failed.isWorthAnother();
  }

  private static long longest(Either<Throwable, ?> last) {
    return last.isLeft() && last.getLeft() instanceof RoundFailedException failed
        ? failed.remainingMillis() / 2
        : Long.MAX_VALUE;
  }

  <T> T run(Callable<T> round) throws RoundFailedException {
    try {
      return retry.executeCallable(round);
    } catch (RoundFailedException | RuntimeException thrown) {
      throw thrown;
    } catch (Exception never) {
      throw new IllegalStateException("a round fails as a whole or not at all", never);
    }
  }
}
