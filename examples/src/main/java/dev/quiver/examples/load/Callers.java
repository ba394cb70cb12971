package dev.quiver.examples.load;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Threads that make calls, each the next one when its last one has returned. What was before {@link
 * #startOver()} does not count.
 */
final class Callers {
  private static final int DIGITS = 3;

  private final List<Thread> threads = new ArrayList<>();
  private final Histogram nanos = new Histogram(DIGITS);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final LongAdder made = new LongAdder();
  private volatile long countedFrom = System.nanoTime();
  private long failures;
  private @Nullable RuntimeException firstFailure;

  /**
   * @param caller makes the call of the thread with this number, and says whether there are more
   */
  static Callers start(int count, IntFunction<BooleanSupplier> caller) {
    var callers = new Callers();
    for (int i = 0; i < count; i++) {
      BooleanSupplier call = caller.apply(i);
      callers.threads.add(
          Thread.ofPlatform().name("caller-" + i).daemon().start(() -> callers.keepCalling(call)));
    }
    return callers;
  }

  private void keepCalling(BooleanSupplier call) {
    var mine = new Histogram(DIGITS);
    long since = countedFrom;
    long failed = 0;
    RuntimeException first = null;
    boolean more = true;
    while (more && stopped.getCount() > 0) {
      if (since != countedFrom) {
        since = countedFrom;
        mine.reset();
        failed = 0;
        first = null;
      }
      long began = System.nanoTime();
      try {
        more = call.getAsBoolean();
      } catch (RuntimeException failure) {
        failed++;
        first = first == null ? failure : first;
      }
      mine.recordValue(System.nanoTime() - began);
      made.increment();
    }
    add(mine, failed, first);
  }

  private synchronized void add(Histogram more, long failed, @Nullable RuntimeException first) {
    nanos.add(more);
    failures += failed;
    firstFailure = firstFailure == null ? first : firstFailure;
  }

  /**
   * Lets them go on, one span after the other, until their rate is steady, and forgets what was
   * until then: the JVM compiles what is called often, and a store that was just filled puts itself
   * in order.
   */
  Callers warmUp(Duration span) {
    var steadiness = new Steadiness();
    boolean isSteady = false;
    while (!isSteady && hasCallers()) {
      long calls = made.sum();
      long compiled = compilingMillis();
      long began = System.nanoTime();
      goOn(span);
      double seconds = (System.nanoTime() - began) / 1e9;
      isSteady =
          steadiness.add(
              new Steadiness.Span(
                  (made.sum() - calls) / seconds, (compilingMillis() - compiled) / 1e3 / seconds));
    }
    return startOver();
  }

  /** 0 where the JVM does not tell. */
  private static long compilingMillis() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? compiler.getTotalCompilationTime()
        : 0;
  }

  private boolean hasCallers() {
    return threads.stream().anyMatch(Thread::isAlive);
  }

  /** Forgets what was until now. */
  Callers startOver() {
    countedFrom = System.nanoTime();
    return this;
  }

  /** Lets them go on for a while, or until they have no more to do. */
  Callers goOn(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    join(until);
    return this;
  }

  /** Ends them after their next call. */
  Measured stop() {
    stopped.countDown();
    return end();
  }

  /** Waits until they have no more to do. */
  Measured end() {
    join(Long.MAX_VALUE);
    synchronized (this) {
      return new Measured(nanos, (System.nanoTime() - countedFrom) / 1e9, failures, firstFailure);
    }
  }

  private void join(long until) {
    try {
      for (Thread thread : threads) {
        long left = until == Long.MAX_VALUE ? Long.MAX_VALUE : until - System.nanoTime();
        if (left > 0) {
          thread.join(Duration.ofNanos(left));
        }
      }
    } catch (InterruptedException interrupted) {
      stopped.countDown();
      Thread.currentThread().interrupt();
      throw new CancellationException("the load test was interrupted");
    }
  }
}
