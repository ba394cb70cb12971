package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A list of items worked through by the caller and whoever has time to join in. The caller never
 * waits for a helper to begin, only for what helpers have begun.
 */
final class ParallelWork<T> {
  interface Step<T> {
    void take(T item) throws IOException;
  }

  /** Fewer items are not worth waking anybody for. */
  private static final int ITEMS_PER_HELPER = 16;

  private final List<T> items;
  private final Step<T> step;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch open;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private ParallelWork(List<T> items, Step<T> step) {
    this.items = items;
    this.step = step;
    this.open = new CountDownLatch(items.size());
  }

  static <T> void each(List<T> items, Step<T> step, @Nullable Executor helpers) throws IOException {
    if (helpers == null || items.size() < 2 * ITEMS_PER_HELPER) {
      for (T item : items) {
        step.take(item);
      }
      return;
    }
    var work = new ParallelWork<>(items, step);
    work.callIn(helpers);
    work.run();
    work.finish();
  }

  private void callIn(Executor helpers) {
    int wanted =
        Math.min(items.size() / ITEMS_PER_HELPER, Runtime.getRuntime().availableProcessors()) - 1;
    try {
      for (int i = 0; i < wanted; i++) {
        helpers.execute(this::run);
      }
    } catch (RejectedExecutionException everybodyIsBusy) {
      return; // the caller works alone, as it would have to anyway
    }
  }

  private void run() {
    for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
      try {
        if (failure.get() == null) {
          step.take(items.get(i));
        }
      } catch (Throwable e) {
        failure.compareAndSet(null, e);
      } finally {
        open.countDown();
      }
    }
  }

  private void finish() throws IOException {
    Uninterruptibly.await(open);
    Throwable thrown = failure.get();
    switch (thrown) {
      case null -> {}
      case IOException e -> throw e;
      case Error e -> throw e;
      default -> throw new IOException("a record could not be written", thrown);
    }
  }
}
