package dev.quiver.benchmarks.stress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * How long some calls took, and how many of them failed.
 *
 * @param nanos ascending, those that failed included
 * @param seconds from the first call to the end of the last
 */
@SuppressWarnings("ArrayRecordComponent") // made here, sorted once, compared nowhere
record Calls(long[] nanos, List<RuntimeException> failures, double seconds) {

  /** Each thread makes its share of the calls, one after the other. */
  static Calls make(int threads, int calls, IntConsumer call) {
    var nanos = new long[calls];
    var failures = new ArrayList<RuntimeException>();
    long started = System.nanoTime();
    var running = new ArrayList<Future<?>>();
    try (var callers =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("caller-", 0).factory())) {
      for (int thread = 0; thread < threads; thread++) {
        int first = thread;
        running.add(
            callers.submit(
                () -> {
                  for (int i = first; i < calls; i += threads) {
                    nanos[i] = timed(i, call, failures);
                  }
                }));
      }
      for (Future<?> share : running) {
        share.get();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the run was interrupted");
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a caller failed", failed);
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    Arrays.sort(nanos);
    return new Calls(nanos, List.copyOf(failures), seconds);
  }

  private static long timed(int number, IntConsumer call, List<RuntimeException> failures) {
    long started = System.nanoTime();
    try {
      call.accept(number);
    } catch (RuntimeException failed) {
      synchronized (failures) {
        failures.add(failed);
      }
    }
    return System.nanoTime() - started;
  }

  double millis(double percentile) {
    return nanos[(int) Math.ceil(percentile / 100 * nanos.length) - 1] / 1e6;
  }

  double perSecond() {
    return nanos.length / seconds;
  }
}
