package dev.quiver.store.internal.cluster;

import dev.quiver.store.internal.index.IndexEngine;
import dev.quiver.store.internal.index.ShardReader;
import dev.quiver.store.internal.index.ShardSearcher;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The searches one node does for one request. Many are worked through by the thread that asks for
 * them and by workers that have nothing else to do. It waits for no worker to begin, only for what
 * they have begun, and for that also when one has failed: what they read is closed afterwards.
 */
final class NodeSearcher implements ShardSearcher {
  private final Workers workers;
  private final BooleanSupplier over;
  private final ShardSearcher each;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * @param unwanted asked now and then; once true the searches end
   */
  NodeSearcher(IndexEngine engine, Workers workers, BooleanSupplier unwanted) {
    this.workers = workers;
    this.over = () -> failure.get() != null || unwanted.getAsBoolean();
    this.each = engine.searcher(over);
  }

  @Override
  public List<Found> search(List<ShardReader> readers, ShardQuery query) throws IOException {
    return each.search(readers, query);
  }

  @Override
  public List<Found> search(List<ShardReader> readers, TextQuery query) throws IOException {
    return each.search(readers, query);
  }

  @Override
  public TermStatistics statistics(List<ShardReader> readers, String text) throws IOException {
    return each.statistics(readers, text);
  }

  @Override
  public <T> List<T> all(List<Task<T>> tasks) throws IOException {
    var results = new AtomicReferenceArray<@Nullable T>(tasks.size());
    var next = new AtomicInteger();
    var open = new CountDownLatch(tasks.size());
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
            results.set(i, runOrFail(tasks.get(i)));
            open.countDown();
          }
        };
    callIn(work, Math.min(workers.places(), tasks.size()) - 1);
    work.run();
    await(open);
    rethrow(failure.get());
    var all = new ArrayList<T>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      all.add(Objects.requireNonNull(results.get(i)));
    }
    return all;
  }

  /** Once one has failed, by being cancelled or otherwise, none of those left is begun. */
  private <T> @Nullable T runOrFail(Task<T> task) {
    if (failure.get() != null) {
      return null;
    }
    try {
      if (over.getAsBoolean()) {
        throw new CancellationException("the searches were cancelled");
      }
      return task.run();
    } catch (IOException | RuntimeException | Error failed) {
      failure.compareAndSet(null, failed);
      return null;
    }
  }

  private void callIn(Runnable work, int wanted) {
    try {
      for (int i = 0; i < wanted; i++) {
        workers.help(work);
      }
    } catch (RejectedExecutionException everybodyIsBusy) {
      return; // the caller works alone, as it would have to anyway
    }
  }

  /** An interrupt ends the searches, not the waiting for them. */
  private void await(CountDownLatch open) {
    boolean interrupted = false;
    while (true) {
      try {
        open.await();
        break;
      } catch (InterruptedException unlent) {
        failure.compareAndSet(null, new CancellationException("the thread is wanted back"));
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rethrow(@Nullable Throwable failed) throws IOException {
    switch (failed) {
      case null -> {}
      case IOException unreadable -> throw unreadable;
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failed);
    }
  }
}
