package dev.quiver.benchmarks.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The threads that call the contenders, as many as there are processors, two at least. */
final class Crew implements AutoCloseable {
  static final int SIZE = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final ExecutorService threads =
      Executors.newFixedThreadPool(SIZE, Thread.ofPlatform().name("caller-", 0).daemon().factory());

  /** Runs all tasks, as many at a time as there are threads, and waits for the last. */
  <T> List<T> all(List<? extends Callable<T>> tasks) {
    try {
      var results = new ArrayList<T>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var ended = new CancellationException("the comparison was interrupted");
      ended.initCause(e);
      throw ended;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a contender failed", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
