package dev.quiver.store.internal.failover;

import dev.quiver.store.error.CallInterruptedException;
import dev.quiver.store.internal.port.Deadline;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A write's place in the order. It must be ended, even if it never began. */
final class Turn {
  private static final CompletableFuture<Void> AT_ONCE = CompletableFuture.completedFuture(null);

  private final WriteOrder order;
  private final Footprint footprint;
  private final CompletableFuture<Void> begins;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  Turn(WriteOrder order, Footprint footprint, Collection<Turn> before) {
    this.order = order;
    this.footprint = footprint;
    this.begins =
        before.isEmpty()
            ? AT_ONCE
            : CompletableFuture.allOf(
                before.stream().map(turn -> turn.ended).toArray(CompletableFuture[]::new));
  }

  Footprint footprint() {
    return footprint;
  }

  /** Returns whether it has come before the deadline. */
  boolean await(Deadline deadline) {
    try {
      begins.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException tooLate) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("waiting for earlier writes", interrupted);
    } catch (ExecutionException never) {
      throw new IllegalStateException("turns end and do not fail", never);
    }
  }

  /** Lets those behind it begin, once those before it have ended. */
  void end() {
    CompletionStage<Void> first = begins;
    first.thenRun(
        () -> {
          order.leave(this);
          ended.complete(null);
        });
  }

  /** The same, but not before something else has ended, in whatever way. */
  void endAfter(CompletionStage<?> last) {
    last.whenComplete((done, failed) -> end());
  }
}
