package dev.quiver.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A call on a thread of its own, which ends soon after nobody waits for the result any more. */
final class AsyncCall {
  private static final Executor CALLS = task -> Thread.ofVirtual().name("quiver-call").start(task);

  private AsyncCall() {}

  /** Runs the task to its end, whatever becomes of the future. */
  static CompletableFuture<Void> run(Runnable task) {
    return CompletableFuture.runAsync(task, CALLS);
  }

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

  /**
   * One call after the other. Whoever cancels the result cancels the one that is under way.
   *
   * @param second is begun with what the first one gave
   */
  static <A, B> CompletableFuture<B> then(
      CompletableFuture<A> first, Function<A, CompletableFuture<B>> second) {
    var result = new CompletableFuture<B>();
    cancelWith(result, first);
    var unused =
        first.whenComplete(
            (value, failed) -> {
              if (failed == null) {
                pass(() -> second.apply(value), result);
              } else {
                result.completeExceptionally(cause(failed));
              }
            });
    return result;
  }

  /** Another call in place of one that failed in a way that asks for it. */
  static <T> CompletableFuture<T> orElse(
      CompletableFuture<T> first,
      Predicate<Throwable> asksForIt,
      Supplier<CompletableFuture<T>> second) {
    var result = new CompletableFuture<T>();
    cancelWith(result, first);
    var unused =
        first.whenComplete(
            (value, failed) -> {
              if (failed == null) {
                result.complete(value);
              } else if (asksForIt.test(cause(failed))) {
                pass(second, result);
              } else {
                result.completeExceptionally(cause(failed));
              }
            });
    return result;
  }

  private static <T> void pass(Supplier<CompletableFuture<T>> call, CompletableFuture<T> result) {
    if (result.isDone()) {
      return; // nobody waits any more
    }
    CompletableFuture<T> begun;
    try {
      begun = call.get();
    } catch (RuntimeException | Error failed) {
      result.completeExceptionally(failed);
      return;
    }
    cancelWith(result, begun);
    var unused =
        begun.whenComplete(
            (value, failed) -> {
              if (failed == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(cause(failed));
              }
            });
  }

  private static void cancelWith(CompletableFuture<?> result, CompletableFuture<?> call) {
    var unused =
        result.whenComplete(
            (value, failed) -> {
              if (result.isCancelled()) {
                call.cancel(true);
              }
            });
  }

  private static Throwable cause(Throwable failed) {
    Throwable cause = failed instanceof CompletionException ? failed.getCause() : null;
    return cause == null ? failed : cause;
  }

  private static <T> void run(Supplier<T> task, CompletableFuture<T> future) {
    try {
      future.complete(task.get());
    } catch (RuntimeException | Error failed) {
      future.completeExceptionally(failed);
    }
  }
}
