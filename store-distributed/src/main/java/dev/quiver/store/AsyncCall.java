package dev.quiver.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A call on a thread of its own, which ends soon after nobody waits for the result any more. */
final class AsyncCall {
  private AsyncCall() {}

  /** Runs the task; whoever completes or cancels the future first interrupts it. */
  static <T> CompletableFuture<T> start(Supplier<T> task) {
    var future = new CompletableFuture<T>();
    Thread thread = Thread.ofVirtual().name("quiver-call").unstarted(() -> run(task, future));
    var unused =
        future.whenComplete(
            (result, failure) -> {
              if (!thread.equals(Thread.currentThread())) {
                thread.interrupt();
              }
            });
    thread.start();
    return future;
  }

  private static <T> void run(Supplier<T> task, CompletableFuture<T> future) {
    try {
      future.complete(task.get());
    } catch (RuntimeException | Error failed) {
      future.completeExceptionally(failed);
    }
  }
}
