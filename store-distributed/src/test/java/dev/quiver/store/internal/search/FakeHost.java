package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.shard.ShardHost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A node that answers counts as it is told to, and remembers what it was asked. */
final class FakeHost implements ShardHost {
  private final NodeId node;
  final List<ShardAsk<?>> asks = new ArrayList<>();
  final List<Long> askedNanos = new ArrayList<>();
  final List<CompletableFuture<?>> futures = new ArrayList<>();
  final AtomicInteger answered = new AtomicInteger();
  final AtomicInteger released = new AtomicInteger();
  private @Nullable RuntimeException failure;
  private boolean silent;
  private @Nullable ShardId broken;
  private Runnable afterwards = () -> {};

  FakeHost(NodeId node) {
    this.node = node;
  }

  FakeHost fails(RuntimeException with) {
    failure = with;
    return this;
  }

  FakeHost isSilent() {
    silent = true;
    return this;
  }

  FakeHost answers() {
    silent = false;
    broken = null;
    failure = null;
    return this;
  }

  /** Fails whenever it is asked for this shard, without saying which one it was. */
  FakeHost isBrokenAt(ShardId shard) {
    broken = shard;
    return this;
  }

  /** Runs the step whenever it was asked. */
  FakeHost then(Runnable step) {
    afterwards = step;
    return this;
  }

  /** Answers, a moment from now, what it was asked last and has not answered. */
  @SuppressWarnings("unchecked") // only counts are asked
  void answerSoon() {
    var ask = (ShardAsk<Long>) asks.getLast();
    var future = (CompletableFuture<ShardAnswer<Long>>) futures.getLast();
    CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, Runnable::run)
        .execute(() -> future.complete(answer(ask)));
  }

  @Override
  public NodeId node() {
    return node;
  }

  @Override
  public <T> CompletableFuture<ShardAnswer<T>> ask(ShardAsk<T> ask) {
    asks.add(ask);
    askedNanos.add(System.nanoTime());
    var future = new CompletableFuture<ShardAnswer<T>>();
    futures.add(future);
    if (broken != null && ask.atLeast().containsKey(broken)) {
      future.completeExceptionally(new StoreUnavailableException("a disk is broken", null));
    } else if (failure != null) {
      future.completeExceptionally(failure);
    } else if (!silent && ask.reading() instanceof Reading.Count) {
      future.complete(answer(ask));
    }
    afterwards.run();
    return future;
  }

  /** One record in each shard. */
  @SuppressWarnings("unchecked") // a count is answered by a Long
  private <T> ShardAnswer<T> answer(ShardAsk<T> ask) {
    answered.incrementAndGet();
    Long rows = (long) ask.atLeast().size();
    return new ShardAnswer<>(node, ask.atLeast(), (T) rows, released::incrementAndGet);
  }
}
