package dev.quiver.store.internal.failover;

import dev.quiver.store.error.NodeBusyException;
import java.io.Closeable;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The calls under way at one cluster, and at most so many. One that may never end, or that is not
 * the only one of its caller's, is on a virtual thread of its own; others are on their caller's. A
 * call keeps its place until it ends, not until somebody has lost patience with it: a cluster that
 * hangs holds so many threads and no more.
 */
final class Attempts implements Closeable {
  private final String cluster;
  private final int bound;
  private final Semaphore places;
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Attempts(String cluster, int bound) {
    this.cluster = cluster;
    this.bound = bound;
    this.places = new Semaphore(bound);
  }

  /**
   * Begins a call, as soon as there is a place.
   *
   * @throws NodeBusyException if there is none in time
   */
  <T> Attempt<T> begin(Supplier<T> call, long patienceNanos) throws InterruptedException {
    enter(patienceNanos);
    var result = new CompletableFuture<T>();
    Thread thread =
        Thread.ofVirtual()
            .name("quiver-failover-" + cluster)
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> run(call, result));
    running.add(thread);
    thread.start();
    if (closed) {
      thread.interrupt();
    }
    return new Attempt<>(thread, result);
  }

  /**
   * Takes a place for a call on the caller's own thread, which gives it back. Such calls are not
   * interrupted by {@link #close}, but none begins after it.
   *
   * @throws NodeBusyException if there is none in time
   */
  void enter(long patienceNanos) throws InterruptedException {
    if (!places.tryAcquire() && !places.tryAcquire(patienceNanos, TimeUnit.NANOSECONDS)) {
      throw new NodeBusyException(cluster, "list of calls under way", bound);
    }
  }

  void leave() {
    places.release();
  }

  boolean isClosed() {
    return closed;
  }

  private <T> void run(Supplier<T> call, CompletableFuture<T> result) {
    T value;
    try {
      value = call.get();
    } catch (Throwable failed) {
      end();
      result.completeExceptionally(failed);
      return;
    }
    end();
    result.complete(value);
  }

  private void end() {
    running.remove(Thread.currentThread());
    leave();
  }

  int underWay() {
    return bound - places.availablePermits();
  }

  /** Interrupts what is under way. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Thread::interrupt);
  }
}
