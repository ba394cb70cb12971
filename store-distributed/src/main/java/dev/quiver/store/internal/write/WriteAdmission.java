package dev.quiver.store.internal.write;

import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.internal.port.Deadline;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the bytes that are on their way into the logs of one collection, over all its callers.
 * Whoever comes when it is full waits its turn; too many waiting are turned away at once.
 */
public final class WriteAdmission {
  private static final int UNIT = 1 << 10;
  private static final int MAX_WAITING = 1_024;

  private final Semaphore units;
  private final int bound;

  public WriteAdmission(long maxBytes) {
    this.bound = Math.clamp(maxBytes / UNIT, 1, Integer.MAX_VALUE);
    this.units = new Semaphore(bound, true);
  }

  /** Waits for room until the deadline; false when it is over. */
  boolean admit(int bytes, Deadline deadline) throws InterruptedException {
    if (units.hasQueuedThreads() && units.getQueueLength() >= MAX_WAITING) {
      throw new NodeBusyException("the collection", "queue of writers", MAX_WAITING);
    }
    return units.tryAcquire(size(bytes), deadline.remainingNanos(), TimeUnit.NANOSECONDS);
  }

  void leave(int bytes) {
    units.release(size(bytes));
  }

  /** A command larger than everything is let in alone. */
  private int size(int bytes) {
    return Math.clamp(bytes / UNIT + 1L, 1, bound);
  }

  /** How full it is, 0 to 1. */
  public double fill() {
    return 1 - (double) units.availablePermits() / bound;
  }
}
