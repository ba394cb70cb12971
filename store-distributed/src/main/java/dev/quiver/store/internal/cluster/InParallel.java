package dev.quiver.store.internal.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The same step for several things at once, for steps that mostly wait. */
final class InParallel {
  private InParallel() {}

  /**
   * Returns when all have ended; throws what the first one in the list threw, and keeps what the
   * others threw with it.
   */
  static <T> void each(List<T> things, Consumer<T> step) {
    if (things.size() == 1) {
      step.accept(things.getFirst());
      return;
    }
    var running = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      things.forEach(thing -> running.add(threads.submit(() -> step.accept(thing))));
    }
    Closing.each(running, ended -> () -> join(ended));
  }

  /** Closing the threads has waited for all of them. */
  private static void join(Future<?> ended) {
    try {
      ended.get();
    } catch (ExecutionException failed) {
      throw unchecked(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", interrupted);
    }
  }

  /** What the step threw, on the thread that waited for it. */
  static RuntimeException unchecked(ExecutionException failed) {
    return switch (failed.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> new IllegalStateException(failed);
    };
  }
}
