package dev.quiver.store.internal.memory;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A number of bytes that is lent out and given back. Whoever comes when too few are left waits, in
 * the order of coming. What is larger than the pool is taken for as large. Any thread.
 */
public final class BytePool {
  private static final int UNIT = 1 << 10;

  private final Semaphore units;
  private final int size;

  public BytePool(long bytes) {
    this.size = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
    this.units = new Semaphore(size, true);
  }

  /** Waits for so long at most; false if the bytes could not be had. */
  public boolean take(long bytes, long nanos) throws InterruptedException {
    return units.tryAcquire(inUnits(bytes), nanos, TimeUnit.NANOSECONDS);
  }

  /** As many as were taken. */
  public void giveBack(long bytes) {
    units.release(inUnits(bytes));
  }

  private int inUnits(long bytes) {
    return Math.clamp(bytes / UNIT + 1, 1, size);
  }

  public long size() {
    return (long) size * UNIT;
  }

  /** The part that is lent out, 0 to 1. */
  public double fill() {
    return 1 - (double) units.availablePermits() / size;
  }

  /** How many wait. */
  public int waiting() {
    return units.getQueueLength();
  }
}
