package dev.quiver.core.failover;

import java.time.Duration;
import java.util.Optional;

/**
 * How often a failed call is tried again and how long to wait before each try: exponential backoff
 * with full jitter, within the caller's deadline. Full jitter, because callers that failed together
 * would otherwise come back together.
 *
 * @param attempts tries in all, the first one included
 * @param firstDelay the longest wait before the second try
 * @param maxDelay the longest wait before any try
 * @param growth by how much the longest wait grows from one try to the next
 */
public record RetryPolicy(int attempts, Duration firstDelay, Duration maxDelay, double growth) {
  /** Three tries with short waits: a search is over in milliseconds, an election in a second. */
  public static final RetryPolicy DEFAULTS =
      new RetryPolicy(3, Duration.ofMillis(10), Duration.ofSeconds(1), 2);

  /** For a node whose queue was full: once more, and on another node. */
  public static final RetryPolicy ONCE_ELSEWHERE = DEFAULTS.withAttempts(2);

  /** The first failure is final. */
  public static final RetryPolicy NEVER = DEFAULTS.withAttempts(1);

  public static final int MAX_ATTEMPTS = 100;

  public RetryPolicy {
    if (attempts < 1 || attempts > MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "attempts must be between 1 and " + MAX_ATTEMPTS + ", but was " + attempts);
    }
    if (firstDelay.isNegative()) {
      throw new IllegalArgumentException("firstDelay must not be negative, but was " + firstDelay);
    }
    if (maxDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "maxDelay must be at least firstDelay (" + firstDelay + "), but was " + maxDelay);
    }
    if (!(growth >= 1) || Double.isInfinite(growth)) {
      throw new IllegalArgumentException(
          "growth must be a finite number of at least 1, but was " + growth);
    }
  }

  public RetryPolicy withAttempts(int changed) {
    return new RetryPolicy(changed, firstDelay, maxDelay, growth);
  }

  /**
   * How long to wait before the next try; empty when there is none: the tries are used up, or the
   * wait would outlast the deadline.
   *
   * @param made tries made so far, at least 1
   * @param random from 0 (inclusive) to 1 (exclusive), drawn anew for each wait
   * @param left what the deadline leaves
   */
  public Optional<Duration> delay(int made, double random, Duration left) {
    if (made < 1) {
      throw new IllegalArgumentException("made must be at least 1, but was " + made);
    }
    if (!(random >= 0 && random < 1)) {
      throw new IllegalArgumentException(
          "random must be at least 0 and below 1, but was " + random);
    }
    if (made >= attempts) {
      return Optional.empty();
    }
    Duration wait = Duration.ofNanos((long) (random * longestDelayNanos(made)));
    return wait.compareTo(left) < 0 ? Optional.of(wait) : Optional.empty();
  }

  private double longestDelayNanos(int made) {
    double grown = firstDelay.toNanos() * Math.pow(growth, made - 1);
    return Math.min((double) maxDelay.toNanos(), grown);
  }
}
