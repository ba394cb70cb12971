package dev.quiver.store;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.shard.ShardHost;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A node with the faults it is said to have. Being slow costs it no processor time. */
final class FaultyHost implements ShardHost {
  private final ShardHost host;
  private final Faults faults;
  private final AtomicLong calls = new AtomicLong();

  FaultyHost(ShardHost host, Faults faults) {
    this.host = host;
    this.faults = faults;
  }

  @Override
  public NodeId node() {
    return host.node();
  }

  @Override
  public <T> CompletableFuture<ShardAnswer<T>> ask(ShardAsk<T> ask) {
    String name = host.node().value();
    boolean fails = faults.isFailing(name) && calls.incrementAndGet() % 2 == 0;
    if (fails || ask.atLeast().keySet().stream().anyMatch(next -> faults.isLost(next.number()))) {
      return CompletableFuture.failedFuture(
          new StoreUnavailableException(name + " cannot read its disk", null));
    }
    int times = faults.slownessOf(name);
    return times == 1 ? host.ask(ask) : slowly(ask, times);
  }

  /** A slow node does not run on the thread of whoever asks. */
  private <T> CompletableFuture<ShardAnswer<T>> slowly(ShardAsk<T> ask, int times) {
    long started = System.nanoTime();
    var slow = new CompletableFuture<ShardAnswer<T>>();
    faults.waits(slow);
    var quick =
        host.ask(new ShardAsk<>(ask.atLeast(), ask.newest(), ask.reading(), ask.deadline(), false));
    var unused =
        slow.whenComplete(
            (answer, failure) -> {
              if (slow.isCancelled()) {
                quick.cancel(true);
              }
            });
    unused =
        quick.whenComplete(
            (answer, failure) -> {
              long more = (System.nanoTime() - started) * (times - 1);
              CompletableFuture.delayedExecutor(more, TimeUnit.NANOSECONDS, Runnable::run)
                  .execute(() -> complete(slow, answer, failure));
            });
    return slow;
  }

  private static <T> void complete(
      CompletableFuture<ShardAnswer<T>> slow,
      @Nullable ShardAnswer<T> answer,
      @Nullable Throwable failure) {
    if (answer == null) {
      slow.completeExceptionally(
          failure == null ? new IllegalStateException("neither answer nor failure") : failure);
    } else if (!slow.complete(answer)) {
      answer.close();
    }
  }
}
