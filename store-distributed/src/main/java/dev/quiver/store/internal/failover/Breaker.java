package dev.quiver.store.internal.failover;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a cluster is fit to be asked. Calls are judged while it is closed; once it is open only
 * probes are, and the cluster is back when several in a row have succeeded. Each time they do not,
 * the pause before the next ones doubles, so that a cluster that comes and goes stays away.
 */
final class Breaker {
  private static final Logger LOG = LoggerFactory.getLogger("dev.quiver.store.failover");

  private static final int WINDOW_CALLS = 20;
  private static final int MIN_CALLS = 5;
  private static final float FAILURE_PERCENT = 50;
  private static final int PROBES = 3;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Each costs a caller all the time there is for an attempt, so a few must do. */
  private static final int TIMEOUTS = 2;

  private final String cluster;
  private final CircuitBreaker circuit;
  private final AtomicInteger timeouts = new AtomicInteger();
  private final AtomicInteger closings = new AtomicInteger();
  private final AtomicBoolean down = new AtomicBoolean();
  private volatile @Nullable Throwable lastFailure;

  Breaker(String cluster, Duration probeInterval, Runnable onChange) {
    this.cluster = cluster;
    Duration longest = probeInterval.compareTo(LONGEST_PAUSE) > 0 ? probeInterval : LONGEST_PAUSE;
    circuit =
        CircuitBreaker.of(
            cluster,
            CircuitBreakerConfig.custom()
                .slidingWindowSize(WINDOW_CALLS)
                .minimumNumberOfCalls(MIN_CALLS)
                .failureRateThreshold(FAILURE_PERCENT)
                .permittedNumberOfCallsInHalfOpenState(PROBES)
                .waitIntervalFunctionInOpenState(
                    IntervalFunction.ofExponentialBackoff(probeInterval, 2.0, longest))
                .build());
    circuit
        .getEventPublisher()
        .onStateTransition(
            event -> {
              State to = event.getStateTransition().getToState();
              if (to == State.CLOSED) {
                closings.incrementAndGet();
              }
              report(to);
              onChange.run();
            });
  }

  /** Probation that it fails is no news. */
  private void report(State state) {
    switch (state) {
      case OPEN -> {
        if (!down.getAndSet(true)) {
          LOG.warn("cluster {} is down, the last failure was: {}", cluster, lastFailure + "");
        }
      }
      case CLOSED -> {
        down.set(false);
        LOG.info("cluster {} is up again", cluster);
      }
      default -> LOG.debug("cluster {} is on probation", cluster);
    }
  }

  boolean isClosed() {
    return circuit.getState() == State.CLOSED;
  }

  /** Closed, open or half-open, in these words. */
  String state() {
    return switch (circuit.getState()) {
      case CLOSED -> "closed";
      case HALF_OPEN -> "half-open";
      default -> "open";
    };
  }

  /** How often the cluster has come back. */
  int closings() {
    return closings.get();
  }

  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  void succeeded(long nanos) {
    timeouts.setPlain(0);
    if (isClosed()) {
      circuit.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }
  }

  void failed(long nanos, Throwable why) {
    lastFailure = why;
    if (isClosed()) {
      circuit.onError(nanos, TimeUnit.NANOSECONDS, why);
    }
  }

  void timedOut(long nanos, Throwable why) {
    failed(nanos, why);
    if (timeouts.incrementAndGet() >= TIMEOUTS && isClosed()) {
      circuit.transitionToOpenState();
    }
  }

  /** Whether it is time for a probe, which is then to be reported. */
  boolean mayProbe() {
    return !isClosed() && circuit.tryAcquirePermission();
  }

  void probed(long nanos, @Nullable Throwable failure) {
    if (failure == null) {
      timeouts.set(0);
      circuit.onSuccess(nanos, TimeUnit.NANOSECONDS);
      return;
    }
    lastFailure = failure;
    circuit.onError(nanos, TimeUnit.NANOSECONDS, failure);
    if (circuit.getState() == State.HALF_OPEN) {
      circuit.transitionToOpenState();
    }
  }
}
