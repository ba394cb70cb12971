package dev.quiver.store.internal.write;

import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.internal.shard.Deadline;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * How much one log is given at a time, over all callers of a collection. A command's time runs from
 * when it is handed over, and a log works through its commands one after the other; so a log that
 * was given more than it gets through in that time would fail commands that wait for others only.
 *
 * <p>It is given what it will have done within a quarter of a command's time, going by what it took
 * lately, and one command in any case. The rest of the time is for what nobody foresees: a commit,
 * a merge, an election. Whoever comes when it has enough waits, in the order of coming.
 */
final class LogPace {
  /** Of a command's time, what those before it may take. */
  private static final int PARTS = 4;

  /** What even the smallest command costs a log, as if it were so many bytes. */
  private static final int LEAST_COST = 4 << 10;

  /** Of the cost seen lately, what one answer that came faster takes off. */
  private static final int MEMORY = 8;

  private final LongSupplier clock;
  private final Semaphore turn = new Semaphore(1, true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition answered = lock.newCondition();
  private long costUnderWay;
  private long lastAnswerNanos;

  /** Negative: not known yet. */
  private double nanosPerCost = -1;

  LogPace(LongSupplier clock) {
    this.clock = clock;
  }

  /** Waits until the log may be given a command of so many bytes; false when the time is over. */
  boolean enter(int bytes, WriteTime time, Deadline until) throws InterruptedException {
    if (turn.getQueueLength() >= WriteAdmission.MAX_WAITING) {
      throw new NodeBusyException("the collection", "queue of writers", WriteAdmission.MAX_WAITING);
    }
    if (!turn.tryAcquire(until.remainingNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    lock.lock();
    try {
      while (!fits(cost(bytes), time)) {
        if (until.isOver()) {
          return false;
        }
        answered.awaitNanos(until.remainingNanos());
      }
      costUnderWay += cost(bytes);
      return true;
    } finally {
      lock.unlock();
      turn.release();
    }
  }

  private boolean fits(long cost, WriteTime time) {
    return costUnderWay == 0
        || (nanosPerCost >= 0
            && (costUnderWay + cost) * nanosPerCost <= (double) time.silence().toNanos() / PARTS);
  }

  private static long cost(int bytes) {
    return LEAST_COST + (long) bytes;
  }

  /** What entered was not handed over after all. */
  void giveBack(int bytes) {
    lock.lock();
    try {
      costUnderWay -= cost(bytes);
      answered.signal();
    } finally {
      lock.unlock();
    }
  }

  /** A command that was handed over at this moment is out of the log's hands. */
  void leave(int bytes, long handedOverNanos, boolean stored) {
    lock.lock();
    try {
      long cost = cost(bytes);
      long now = clock.getAsLong();
      boolean waited = nanosPerCost >= 0 && lastAnswerNanos - handedOverNanos > 0;
      double took = (double) (now - (waited ? lastAnswerNanos : handedOverNanos)) / cost;
      if (stored || took > nanosPerCost) {
        nanosPerCost = Math.max(took, nanosPerCost + (took - nanosPerCost) / MEMORY);
      }
      lastAnswerNanos = now;
      costUnderWay -= cost;
      answered.signal();
    } finally {
      lock.unlock();
    }
  }
}
