package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.NodeBusyException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A node's own threads for CPU-bound work, and the bounded queue before them. What does not fit is
 * turned away at once.
 */
final class Workers {
  static final int QUEUE_BOUND = 1_000;
  private static final long IDLE_SECONDS = 10;
  private static final long STOP_SECONDS = 5;

  private final NodeId node;
  private final int places;
  private final ThreadPoolExecutor pool;
  private final Set<Long> threadIds = ConcurrentHashMap.newKeySet();
  private final AtomicLong endedCpuNanos = new AtomicLong();
  private final AtomicInteger busy = new AtomicInteger();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /**
   * @param threads its own, to begin with
   * @param places how many threads may compute for it at once, those that are lent among them
   */
  Workers(NodeId node, int threads, int places) {
    this.node = node;
    this.places = places;
    var number = new AtomicLong();
    this.pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_BOUND),
            task -> {
              var thread =
                  new Thread(
                      () -> runCounted(task),
                      "quiver-" + node + "-worker-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  private void runCounted(Runnable task) {
    long id = Thread.currentThread().threadId();
    threadIds.add(id);
    try {
      task.run();
    } finally {
      threadIds.remove(id);
      endedCpuNanos.addAndGet(Math.max(0, threads.getCurrentThreadCpuTime()));
    }
  }

  /**
   * Runs the task on this thread, in place of a worker that has nothing to do. Returns false, and
   * does nothing, where all of them are at work or somebody is waiting already.
   */
  boolean runHere(Runnable task) {
    if (pool.isShutdown() || !pool.getQueue().isEmpty() || !takePlace()) {
      return false;
    }
    long started = threads.getCurrentThreadCpuTime();
    try {
      task.run();
    } finally {
      busy.decrementAndGet();
      endedCpuNanos.addAndGet(Math.max(0, threads.getCurrentThreadCpuTime() - started));
    }
    return true;
  }

  private boolean takePlace() {
    int before = busy.get();
    while (before < places) {
      if (busy.compareAndSet(before, before + 1)) {
        return true;
      }
      before = busy.get();
    }
    return false;
  }

  private void runBusy(Runnable task) {
    busy.incrementAndGet();
    try {
      task.run();
    } finally {
      busy.decrementAndGet();
    }
  }

  void submit(Runnable task) {
    try {
      pool.execute(() -> runBusy(task));
    } catch (RejectedExecutionException full) {
      if (pool.isShutdown()) {
        throw new IllegalStateException(node + " is stopped", full);
      }
      throw new NodeBusyException(node.value(), "queue of searches", QUEUE_BOUND);
    }
  }

  /** Work that its giver can do alone: taken only by a worker that has nothing else to do. */
  void help(Runnable task) {
    if (pool.getActiveCount() >= threads() || !pool.getQueue().isEmpty()) {
      throw new RejectedExecutionException(node + " is busy");
    }
    pool.execute(task);
  }

  /** From now on it has so many threads; those too many end when they have done what they do. */
  void resize(int size) {
    if (size > threads()) {
      pool.setMaximumPoolSize(size);
      pool.setCorePoolSize(size);
    } else if (size < threads()) {
      pool.setCorePoolSize(size);
      pool.setMaximumPoolSize(size);
    }
  }

  int threads() {
    return pool.getMaximumPoolSize();
  }

  int places() {
    return places;
  }

  int queued() {
    return pool.getQueue().size();
  }

  int active() {
    return busy.get();
  }

  /** CPU time of these threads since the node started, and of others while they were lent. */
  long cpuNanos() {
    long sum = endedCpuNanos.get();
    for (long id : threadIds) {
      sum += Math.max(0, threads.getThreadCpuTime(id));
    }
    return sum;
  }

  /**
   * Takes no more. What is queued is still begun, so that each task can tell whoever waits for it
   * that the node is stopped; only a task that does not notice for long is interrupted.
   */
  void stop() {
    pool.shutdown();
    Uninterrupted.run(
        node + "-stop",
        () -> {
          if (!ended()) {
            pool.shutdownNow().forEach(Runnable::run);
            if (!ended()) {
              throw new IllegalStateException(
                  String.format(
                      Locale.ROOT,
                      "workers of %s must end within %d s, but %d are at work",
                      node,
                      STOP_SECONDS,
                      active()));
            }
          }
        });
  }

  private boolean ended() {
    try {
      return pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException("nobody interrupts the thread that waits", interrupted);
    }
  }
}
