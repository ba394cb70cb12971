package dev.quiver.store.internal.write;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.log.LogOutcomeUnknownException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** What a log does that takes its commands one after the other, each for as long as it is told. */
final class SlowLog implements Consumer<FakeLog.Append> {
  private final IntFunction<Duration> takes;
  private int number;
  private long freeAtNanos = System.nanoTime();

  /**
   * @param takes what the command of this number takes
   */
  SlowLog(IntFunction<Duration> takes) {
    this.takes = takes;
  }

  @Override
  public synchronized void accept(FakeLog.Append append) {
    int mine = number++;
    long now = System.nanoTime();
    freeAtNanos = Math.max(now, freeAtNanos) + takes.apply(mine).toNanos();
    long nanos = freeAtNanos - now;
    boolean tooLate = nanos > append.timeout().toNanos();
    CompletableFuture.delayedExecutor(
            Math.min(nanos, append.timeout().toNanos()), TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              if (tooLate) {
                append.future().completeExceptionally(new LogOutcomeUnknownException("late", null));
              } else {
                append.future().complete(new Position(1, mine + 1L));
              }
            });
  }
}
