package dev.quiver.store.internal.failover;

import dev.quiver.store.error.CallInterruptedException;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.internal.failover.Outcome.Done;
import dev.quiver.store.internal.failover.Outcome.Failed;
import dev.quiver.store.internal.failover.Outcome.Refused;
import dev.quiver.store.internal.meter.FailoverMeters;
import dev.quiver.store.internal.meter.FailoverMeters.Result;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.port.Deadline;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way to one cluster: its attempts, each within its time, and what they say of its health. */
final class Lane<Q, A> {
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);

  private final String name;
  private final Backend<Q, A> backend;
  private final FailoverOptions options;
  private final FailoverMeters meters;
  private final Breaker breaker;
  private final Attempts attempts;
  private final TimeLimiter limiter;
  private final @Nullable Backlog backlog;

  /** An attempt that was begun, or the reason why it was not. */
  record Pending<T>(
      @Nullable Attempt<T> attempt, @Nullable RuntimeException why, long sinceNanos) {}

  Lane(
      String name,
      Backend<Q, A> backend,
      FailoverOptions options,
      Telling telling,
      @Nullable Backlog backlog) {
    this.name = name;
    this.backend = backend;
    this.options = options;
    this.meters = telling.meters();
    this.backlog = backlog;
    this.breaker = new Breaker(name, options.probeInterval(), telling.changes()::announce);
    this.attempts = new Attempts(name, options.maxAttempts());
    this.limiter = limiter(options.attemptTimeout());
  }

  /** Whom a lane tells about itself. */
  record Telling(Changes changes, FailoverMeters meters) {}

  /** An attempt has not ended when its time is over, so it is not for the limiter to cancel. */
  private static TimeLimiter limiter(Duration timeout) {
    return TimeLimiter.of(
        TimeLimiterConfig.custom().timeoutDuration(timeout).cancelRunningFuture(false).build());
  }

  String name() {
    return name;
  }

  Backend<Q, A> backend() {
    return backend;
  }

  Breaker breaker() {
    return breaker;
  }

  Attempts attempts() {
    return attempts;
  }

  /** Null where nothing is handed off. */
  @Nullable Backlog backlog() {
    return backlog;
  }

  long lagMillis() {
    return backlog == null ? 0 : backlog.lagMillis();
  }

  Outcome<A> search(Q query, Deadline deadline) {
    return backend.keepsTime()
        ? callHere(patience -> backend.search(query, patience), deadline)
        : call(() -> backend.search(query), deadline, ended -> {});
  }

  /**
   * Writes, as the first or as another attempt.
   *
   * @param onAbandoned is given what completes when an attempt ends that was not waited for
   */
  Outcome<Boolean> write(
      Command command, boolean again, Deadline deadline, Consumer<CompletionStage<?>> onAbandoned) {
    return backend.keepsTime()
        ? callHere(
            patience -> {
              backend.apply(command, patience);
              return true;
            },
            deadline)
        : finish(begin(command, again, deadline), deadline, onAbandoned);
  }

  /** Begins a write on a thread of its own. */
  Pending<Boolean> begin(Command command, boolean again, Deadline deadline) {
    return begin(
        () -> {
          if (again) {
            backend.reapply(command);
          } else {
            backend.apply(command);
          }
          return true;
        },
        deadline);
  }

  /**
   * Makes a call on the caller's own thread, where the cluster keeps to its time: handing a call
   * over and its answer back costs half as much as a call.
   */
  private <T> Outcome<T> callHere(Function<Duration, T> call, Deadline deadline) {
    long now = System.nanoTime();
    long patience = patience(deadline);
    try {
      attempts.enter(patience);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Failed<>(new CallInterruptedException("the call", interrupted), false);
    } catch (RuntimeException busy) {
      return new Failed<>(busy, false);
    }
    try {
      return callWithin(patience - (System.nanoTime() - now), call, deadline);
    } finally {
      attempts.leave();
    }
  }

  private <T> Outcome<T> callWithin(long patience, Function<Duration, T> call, Deadline deadline) {
    long now = System.nanoTime();
    if (patience < MILLISECOND) {
      return new Failed<>(new DeadlineExceededException("the call", deadline.budget()), false);
    }
    if (attempts.isClosed()) {
      return new Failed<>(new IllegalStateException("failover store is closed"), false);
    }
    try {
      return done(now, call.apply(Duration.ofNanos(patience)));
    } catch (RuntimeException | Error thrown) {
      return endedHere(now, patience, thrown);
    }
  }

  /** An interrupt says nothing about the cluster, and what comes late is late whatever it says. */
  private <T> Outcome<T> endedHere(long sinceNanos, long patience, Throwable thrown) {
    if (backend.isCallersFault(thrown)) {
      return judged(sinceNanos, thrown);
    }
    if (Thread.currentThread().isInterrupted()) {
      return new Failed<>(thrown, true);
    }
    boolean late = System.nanoTime() - sinceNanos >= patience;
    return late ? timedOut(sinceNanos, thrown) : judged(sinceNanos, thrown);
  }

  private long patience(Deadline deadline) {
    return Math.min(options.attemptTimeout().toNanos(), deadline.remainingNanos());
  }

  private <T> Outcome<T> call(
      Supplier<T> call, Deadline deadline, Consumer<CompletionStage<?>> onAbandoned) {
    return finish(begin(call, deadline), deadline, onAbandoned);
  }

  private <T> Pending<T> begin(Supplier<T> call, Deadline deadline) {
    long now = System.nanoTime();
    long patience = patience(deadline);
    if (patience < MILLISECOND) {
      return new Pending<>(null, new DeadlineExceededException("the call", deadline.budget()), now);
    }
    try {
      return new Pending<>(attempts.begin(call, patience), null, now);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Pending<>(null, new CallInterruptedException("the call", interrupted), now);
    } catch (RuntimeException busy) {
      return new Pending<>(null, busy, now);
    }
  }

  /**
   * Waits until the attempt ends or its time is over.
   *
   * @param onAbandoned is given what completes when an attempt ends that was not waited for
   */
  <T> Outcome<T> finish(
      Pending<T> pending, Deadline deadline, Consumer<CompletionStage<?>> onAbandoned) {
    Attempt<T> attempt = pending.attempt();
    if (attempt == null) {
      RuntimeException why = pending.why();
      return new Failed<>(why == null ? new IllegalStateException("not begun") : why, false);
    }
    try {
      return done(
          pending.sinceNanos(), limiter(pending, deadline).executeFutureSupplier(attempt::result));
    } catch (TimeoutException tooLate) {
      return abandoned(pending, attempt, onAbandoned);
    } catch (InterruptedException interrupted) {
      abandon(attempt, onAbandoned);
      Thread.currentThread().interrupt();
      return new Failed<>(new CallInterruptedException("the call", interrupted), true);
    } catch (Exception | Error thrown) {
      return judged(pending.sinceNanos(), thrown);
    }
  }

  private <T> Outcome<T> done(long sinceNanos, T value) {
    long nanos = System.nanoTime() - sinceNanos;
    breaker.succeeded(nanos);
    meters.attempted(name, Result.DONE, nanos);
    return new Done<>(value);
  }

  /** The one made beforehand, unless less time is left than an attempt may take. */
  private TimeLimiter limiter(Pending<?> pending, Deadline deadline) {
    long usual = options.attemptTimeout().toNanos();
    long gone = System.nanoTime() - pending.sinceNanos();
    long patience = Math.min(usual - gone, deadline.remainingNanos());
    return usual - patience < MILLISECOND
        ? limiter
        : limiter(Duration.ofNanos(Math.max(MILLISECOND, patience)));
  }

  private <T> Outcome<T> abandoned(
      Pending<T> pending, Attempt<T> attempt, Consumer<CompletionStage<?>> onAbandoned) {
    abandon(attempt, onAbandoned);
    long nanos = System.nanoTime() - pending.sinceNanos();
    Duration took = Duration.ofMillis(nanos / MILLISECOND);
    return timedOut(pending.sinceNanos(), new DeadlineExceededException("the attempt", took));
  }

  private <T> Outcome<T> timedOut(long sinceNanos, Throwable why) {
    long nanos = System.nanoTime() - sinceNanos;
    breaker.timedOut(nanos, why);
    meters.attempted(name, Result.TIMED_OUT, nanos);
    return new Failed<>(why, true);
  }

  private static <T> void abandon(Attempt<T> attempt, Consumer<CompletionStage<?>> onAbandoned) {
    onAbandoned.accept(attempt.result());
    attempt.abandon();
  }

  private <T> Outcome<T> judged(long sinceNanos, Throwable thrown) {
    long nanos = System.nanoTime() - sinceNanos;
    if (thrown instanceof RuntimeException refused && backend.isCallersFault(thrown)) {
      meters.attempted(name, Result.REFUSED, nanos);
      return new Refused<>(refused);
    }
    breaker.failed(nanos, thrown);
    meters.attempted(name, Result.FAILED, nanos);
    return new Failed<>(thrown, true);
  }

  /** Asks whether the cluster serves searches; one that finds fault with the question does. */
  void probe() {
    long began = System.nanoTime();
    Outcome<Boolean> outcome =
        call(
            () -> {
              backend.probe();
              return Boolean.TRUE;
            },
            Deadline.after(options.attemptTimeout()),
            ended -> {});
    if (Thread.currentThread().isInterrupted()) {
      return; // closing says nothing about the cluster
    }
    Throwable failure = outcome instanceof Failed<Boolean>(var why, var begun) ? why : null;
    breaker.probed(System.nanoTime() - began, failure);
  }
}
