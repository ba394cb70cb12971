package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ReplicaState;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.index.IndexEngine;
import dev.quiver.store.internal.index.ShardReader;
import dev.quiver.store.internal.index.ShardSearcher;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.shard.ShardHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** The replicas of one collection on one node, as readers see them. */
final class HostedCollection implements ShardHost {
  private final NodeId node;
  private final Map<ShardId, HostedReplica> replicas;
  private final Workers workers;
  private final IndexEngine engine;
  private volatile boolean stopped;

  HostedCollection(
      NodeId node, Map<ShardId, HostedReplica> replicas, Workers workers, IndexEngine engine) {
    this.node = node;
    this.replicas = new TreeMap<>(replicas);
    this.workers = workers;
    this.engine = engine;
  }

  @Override
  public NodeId node() {
    return node;
  }

  Map<ShardId, HostedReplica> replicas() {
    return replicas;
  }

  int queued() {
    return workers.queued();
  }

  /** Searches under way on the node's workers, or on threads lent to it. */
  int atWork() {
    return workers.active();
  }

  /** Bytes on disk of all replicas here. */
  long bytes() {
    return replicas.values().stream().mapToLong(replica -> replica.state().bytes()).sum();
  }

  /** Lets indexes that are at rest put themselves in order, unless their node is just leaving. */
  void settle() {
    for (HostedReplica replica : replicas.values()) {
      try {
        replica.settle();
      } catch (IOException failed) {
        if (!stopped && replica.readiness() != ReplicaState.OFFLINE) {
          throw new UncheckedIOException(failed);
        }
      }
    }
  }

  void compact() {
    for (HostedReplica replica : replicas.values()) {
      try {
        replica.state().compact();
      } catch (IOException failed) {
        throw new StoreUnavailableException(node + " could not be compacted: " + failed, failed);
      }
    }
  }

  /** From now on every request fails, those that wait for a position or a worker among them. */
  void stop() {
    stopped = true;
  }

  @Override
  public <T> CompletableFuture<ShardAnswer<T>> ask(ShardAsk<T> ask) {
    var future = new CompletableFuture<ShardAnswer<T>>();
    if (stopped || !replicas.keySet().containsAll(ask.atLeast().keySet())) {
      future.completeExceptionally(gone(ask.atLeast().keySet()));
    } else if (!isReached(ask.atLeast())) {
      Thread.ofVirtual().name("quiver-" + node + "-wait").start(() -> waitThenSubmit(ask, future));
    } else if (!mayRunHere(ask) || !workers.runHere(() -> answer(ask, future))) {
      submit(ask, future);
    }
    return future;
  }

  private static ShardUnavailableException gone(Collection<ShardId> shards) {
    return new ShardUnavailableException(shards, shards.size(), null);
  }

  private boolean isReached(SortedMap<ShardId, Position> atLeast) {
    for (Map.Entry<ShardId, Position> needed : atLeast.entrySet()) {
      if (!replica(needed.getKey()).state().readable().isAtLeast(needed.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Not where a view has to be made first: that takes long, and looks at no deadline. */
  private boolean mayRunHere(ShardAsk<?> ask) {
    return ask.lendsThread()
        && ask.atLeast().keySet().stream().allMatch(shard -> isShown(shard, ask));
  }

  private boolean isShown(ShardId shard, ShardAsk<?> ask) {
    try {
      return replica(shard).shows(wanted(shard, ask));
    } catch (IOException unreadable) {
      return false; // whoever answers runs into it again, and says so
    }
  }

  private static Position needed(ShardId shard, ShardAsk<?> ask) {
    return ask.atLeast().getOrDefault(shard, Position.NONE);
  }

  private Position wanted(ShardId shard, ShardAsk<?> ask) {
    Position needed = needed(shard, ask);
    return ask.newest() ? needed.max(replica(shard).state().applied()) : needed;
  }

  private HostedReplica replica(ShardId shard) {
    HostedReplica replica = replicas.get(shard);
    if (replica == null) {
      throw gone(List.of(shard));
    }
    return replica;
  }

  private <T> void waitThenSubmit(ShardAsk<T> ask, CompletableFuture<ShardAnswer<T>> future) {
    try {
      for (Map.Entry<ShardId, Position> needed : ask.atLeast().entrySet()) {
        Position reached = await(needed.getKey(), needed.getValue(), ask.deadline());
        if (!reached.isAtLeast(needed.getValue())) {
          throw stopped
              ? gone(ask.atLeast().keySet())
              : new ReplicaBehindException(
                  node.value(), needed.getKey(), needed.getValue(), reached);
        }
      }
      submit(ask, future);
    } catch (RuntimeException refused) {
      future.completeExceptionally(refused);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      future.completeExceptionally(interrupted);
    }
  }

  private Position await(ShardId shard, Position position, Deadline deadline)
      throws InterruptedException {
    return replica(shard)
        .log()
        .awaitApplied(position, Duration.ofNanos(Math.max(1, deadline.remainingNanos())));
  }

  private <T> void submit(ShardAsk<T> ask, CompletableFuture<ShardAnswer<T>> future) {
    try {
      workers.submit(() -> answer(ask, future));
    } catch (RuntimeException refused) {
      future.completeExceptionally(stopped ? gone(ask.atLeast().keySet()) : refused);
    }
  }

  private <T> void answer(ShardAsk<T> ask, CompletableFuture<ShardAnswer<T>> future) {
    if (future.isDone()) {
      return;
    }
    if (stopped) {
      future.completeExceptionally(gone(ask.atLeast().keySet()));
      return;
    }
    if (ask.deadline().isOver()) {
      future.completeExceptionally(
          new DeadlineExceededException("waiting for " + node, ask.deadline().budget()));
      return;
    }
    SortedMap<ShardId, ShardReader> readers = new TreeMap<>();
    try {
      SortedMap<ShardId, Position> positions = new TreeMap<>();
      for (ShardId shard : ask.atLeast().keySet()) {
        ShardReader reader = replica(shard).read(needed(shard, ask), wanted(shard, ask));
        readers.put(shard, reader);
        positions.put(shard, reader.position());
        requireReached(shard, ask.atLeast(), reader.position());
      }
      T value = ask.reading().from(new ReaderSource(readers, searcher(ask, future)));
      var answer = new ShardAnswer<>(node, positions, value, () -> close(readers.values()));
      if (!future.complete(answer)) {
        answer.close();
      }
    } catch (IOException unreadable) {
      close(readers.values());
      future.completeExceptionally(
          new StoreUnavailableException(
              String.format(
                  Locale.ROOT, "%s cannot read %s: %s", node, ask.atLeast().keySet(), unreadable),
              unreadable));
    } catch (CancellationException ended) {
      close(readers.values());
      future.completeExceptionally(
          stopped
              ? gone(ask.atLeast().keySet())
              : new DeadlineExceededException("searching on " + node, ask.deadline().budget()));
    } catch (RuntimeException | Error failed) {
      close(readers.values());
      future.completeExceptionally(failed);
    }
  }

  /** While an index is exchanged, its last view is all there is, and may be an old one. */
  private void requireReached(
      ShardId shard, SortedMap<ShardId, Position> atLeast, Position reached) {
    Position required = atLeast.getOrDefault(shard, Position.NONE);
    if (!reached.isAtLeast(required)) {
      throw new ReplicaBehindException(node.value(), shard, required, reached);
    }
  }

  /**
   * Ends when nobody waits any more: cancelled, out of time, or the node is stopped; or when the
   * thread that was lent is wanted back.
   */
  private ShardSearcher searcher(ShardAsk<?> ask, CompletableFuture<?> future) {
    Thread asked = Thread.currentThread();
    return new NodeSearcher(
        engine,
        workers,
        () -> stopped || future.isDone() || ask.deadline().isOver() || asked.isInterrupted());
  }

  private static void close(Collection<ShardReader> readers) {
    for (ShardReader reader : readers) {
      try {
        reader.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
