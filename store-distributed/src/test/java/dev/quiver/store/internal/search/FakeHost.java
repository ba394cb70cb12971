package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.shard.Reading;
import dev.quiver.store.internal.shard.ShardAnswer;
import dev.quiver.store.internal.shard.ShardAsk;
import dev.quiver.store.internal.shard.ShardHost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that answers counts as it is told to, and remembers what it was asked. */
final class FakeHost implements ShardHost {
  private final NodeId node;
  final List<ShardAsk<?>> asks = new ArrayList<>();
  final List<Long> askedNanos = new ArrayList<>();
  final List<CompletableFuture<?>> futures = new ArrayList<>();
  final AtomicInteger answered = new AtomicInteger();
  final AtomicInteger released = new AtomicInteger();
  private RuntimeException failure;
  private boolean silent;

  @SuppressWarnings("NullAway.Init") // no failure until one is told
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
    if (failure != null) {
      future.completeExceptionally(failure);
    } else if (!silent && ask.reading() instanceof Reading.Count) {
      future.complete(answer(ask));
    }
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
