package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.exception.NonRetriableException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tries again, after growing pauses with jitter, what a service that is briefly away did not do.
 * What the service refuses for good is not tried again.
 */
public final class Retries {
  private static final double GROWTH = 2;
  private static final double JITTER = 0.3;

  private final Retry retry;

  /**
   * @param attempts in all, the first one included
   */
  public Retries(String name, int attempts, Duration firstDelay, Duration maxDelay) {
    this.retry =
        Retry.of(
            name,
            RetryConfig.custom()
                .maxAttempts(attempts)
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(
                        firstDelay, GROWTH, JITTER, maxDelay))
                .retryOnException(failure -> !isFinal(failure))
                .build());
  }

  <R> R call(Supplier<R> work) {
    return retry.executeSupplier(work);
  }

  void run(Runnable work) {
    retry.executeRunnable(work);
  }

  /** A refusal of what was asked, and not a failure to do it. */
  static boolean isFinal(Throwable failure) {
    return failure instanceof IllegalArgumentException
        || failure instanceof IllegalStateException
        || failure instanceof UnsupportedOperationException
        || failure instanceof NonRetriableException;
  }
}
