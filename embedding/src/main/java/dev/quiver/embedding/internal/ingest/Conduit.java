package dev.quiver.embedding.internal.ingest;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue between two stages that can be closed, when nothing more comes, and aborted, when
 * nobody cares any more.
 */
final class Conduit<T> {
  private final int capacity;
  private final Queue<T> queue = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Condition notEmpty = lock.newCondition();
  private boolean closed;
  private boolean aborted;

  Conduit(int capacity) {
    this.capacity = capacity;
  }

  /** Waits while it is full. */
  void put(T item) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.size() == capacity && !aborted) {
        notFull.await();
      }
      checkNotAborted();
      queue.add(item);
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for one and takes what is there besides; nothing when all is taken and it is closed. */
  List<T> take(int atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty() && !closed && !aborted) {
        notEmpty.await();
      }
      checkNotAborted();
      var taken = new ArrayList<T>(Math.min(atMost, queue.size()));
      while (taken.size() < atMost && !queue.isEmpty()) {
        taken.add(queue.remove());
      }
      notFull.signalAll();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return queue.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    end(() -> closed = true);
  }

  void abort() {
    end(() -> aborted = true);
  }

  private void end(Runnable how) {
    lock.lock();
    try {
      how.run();
      notFull.signalAll();
      notEmpty.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void checkNotAborted() {
    if (aborted) {
      throw new CancellationException("the run has ended");
    }
  }
}
