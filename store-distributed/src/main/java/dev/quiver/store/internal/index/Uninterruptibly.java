package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Waiting that an interrupt does not end; the thread is left interrupted for its owner to notice.
 *
 * <p>An interrupt that meets a thread inside Lucene's writer closes the file it is writing, and the
 * index with it. So whatever writes runs on threads that nobody outside can interrupt.
 */
final class Uninterruptibly {
  private Uninterruptibly() {}

  static void await(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    restore(interrupted);
  }

  /** Runs the task on another thread and waits for it. */
  static <T> T call(ExecutorService threads, Callable<T> task) throws IOException {
    Future<T> future = threads.submit(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(e);
        }
      }
    } finally {
      restore(interrupted);
    }
  }

  private static IOException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case Error error -> throw error;
      case RuntimeException unchecked -> throw unchecked;
      case IOException failure -> failure;
      case null, default -> new IOException(e);
    };
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
