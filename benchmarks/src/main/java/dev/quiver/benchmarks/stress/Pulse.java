package dev.quiver.benchmarks.stress;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that does nothing but wait for a time, again and again, and notes how much later it was
 * woken: what nobody on this machine can do better at the moment.
 */
final class Pulse implements AutoCloseable {
  private static final int MAX_BEATS = 10_000;

  private final long waitNanos;
  private final long[] lateNanos = new long[MAX_BEATS];
  private final Thread thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::beat);
  private volatile boolean stopped;
  private int beats;

  private Pulse(Duration wait) {
    this.waitNanos = wait.toNanos();
  }

  static Pulse start(Duration wait) {
    var pulse = new Pulse(wait);
    pulse.thread.start();
    return pulse;
  }

  private void beat() {
    while (!stopped && beats < MAX_BEATS) {
      long end = System.nanoTime() + waitNanos;
      while (!stopped && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      if (!stopped) {
        lateNanos[beats++] = System.nanoTime() - end;
      }
    }
  }

  /** How late all but the latest hundredth of the wake-ups were, once it is closed. */
  double lateMillis() {
    long[] sorted = Arrays.copyOf(lateNanos, beats);
    Arrays.sort(sorted);
    return beats == 0 ? Double.NaN : sorted[(int) Math.ceil(0.99 * beats) - 1] / 1e6;
  }

  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
