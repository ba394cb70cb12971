package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.route.NodeCall;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.core.route.Routes;
import dev.quiver.store.error.CallInterruptedException;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.internal.shard.Freshness;
import dev.quiver.store.internal.shard.Reading;
import dev.quiver.store.internal.shard.ShardAnswer;
import dev.quiver.store.internal.shard.ShardAsk;
import dev.quiver.store.internal.shard.ShardHost;
import dev.quiver.store.internal.shard.ShardSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One read on its way through the nodes. Blocking code, run by the caller's own thread: it sends
 * each node the shards it was chosen for, then takes the answers as they come. A node that fails
 * has its shards sent on to the next replica at once; a node that is busy, after a pause. When the
 * deadline comes, what is still under way is cancelled.
 */
final class FanOut<T> {
  private static final long MIN_PAUSE_NANOS = Duration.ofMillis(2).toNanos();
  private static final long MAX_PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private record Call<T>(
      NodeId node,
      List<ShardTrail> trails,
      NodeCall tally,
      long sentNanos,
      CompletableFuture<ShardAnswer<T>> future) {}

  private record Later(long atNanos, List<ShardTrail> trails) {}

  private final ReplicaRouter router;
  private final ShardSnapshot now;
  private final Reading<T> reading;
  private final ReadTerms terms;
  private final Map<ShardId, ShardTrail> trails = new TreeMap<>();
  private final Set<Call<T>> underWay = new HashSet<>();
  private final BlockingQueue<Call<T>> ended = new LinkedBlockingQueue<>();
  private final List<Later> paused = new ArrayList<>();
  private final List<NodeAnswer<T>> answers = new ArrayList<>();
  private final Map<ShardId, Throwable> failures = new TreeMap<>();

  FanOut(ReplicaRouter router, ShardSnapshot now, Reading<T> reading, ReadTerms terms) {
    this.router = router;
    this.now = now;
    this.reading = reading;
    this.terms = terms;
  }

  Gathered<T> ask(Routes routes, Map<ShardId, Position> required) {
    for (ShardId shard : routes.shards()) {
      var trail = new ShardTrail(shard, position(required, shard), routes.choices(shard));
      trails.put(shard, trail);
    }
    boolean done = false;
    try {
      send(trails.values());
      while (!underWay.isEmpty() || !paused.isEmpty()) {
        resumePaused();
        take(nextEnded());
      }
      done = true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("the read", interrupted);
    } finally {
      if (!done) {
        giveUp(new DeadlineExceededException("the read", terms.deadline().budget()));
        answers.forEach(next -> next.answer().close());
      }
    }
    return new Gathered<>(answers, trails.size(), failures);
  }

  private static Position position(Map<ShardId, Position> required, ShardId shard) {
    return required.getOrDefault(shard, Position.NONE);
  }

  /** Sends every shard to its next replica, those for one node together. */
  private void send(Collection<ShardTrail> waiting) {
    SortedMap<NodeId, List<ShardTrail>> byNode = new TreeMap<>();
    for (ShardTrail trail : waiting) {
      NodeId node = trail.advance();
      while (node != null && !now.hosts().containsKey(node)) {
        node = trail.advance();
      }
      if (node == null) {
        failures.put(trail.shard(), exhausted(trail));
      } else {
        byNode.computeIfAbsent(node, any -> new ArrayList<>()).add(trail);
      }
    }
    byNode.forEach((node, shards) -> sendTo(node, shards, node.equals(byNode.lastKey())));
  }

  private static Throwable exhausted(ShardTrail trail) {
    Throwable failure = trail.failure();
    return failure != null
        ? failure
        : new ShardUnavailableException(List.of(trail.shard()), 1, null);
  }

  /**
   * A search that is the last to be sent may run on this thread: it looks at the deadline as it
   * goes, and handing it to another thread would cost a good part of what it takes.
   */
  private void sendTo(NodeId node, List<ShardTrail> shards, boolean last) {
    SortedMap<ShardId, Position> atLeast = new TreeMap<>();
    shards.forEach(trail -> atLeast.put(trail.shard(), trail.required()));
    ShardHost host = now.hosts().get(node);
    if (host == null) {
      return;
    }
    long sentNanos = System.nanoTime();
    NodeCall tally = router.send(node, shards.size(), sentNanos);
    boolean asRefreshed = terms.freshness() instanceof Freshness.Eventual;
    boolean lends = last && reading.endsInTime();
    var future = host.ask(new ShardAsk<>(atLeast, asRefreshed, reading, terms.deadline(), lends));
    var call = new Call<>(node, shards, tally, sentNanos, future);
    underWay.add(call);
    var unused = future.whenComplete((answer, failure) -> ended.add(call));
  }

  private @Nullable Call<T> nextEnded() throws InterruptedException {
    if (underWay.isEmpty() && paused.isEmpty()) {
      return null;
    }
    long wait = terms.deadline().remainingNanos();
    long nanos = System.nanoTime();
    for (Later later : paused) {
      wait = Math.min(wait, Math.max(0, later.atNanos - nanos));
    }
    return ended.poll(wait, TimeUnit.NANOSECONDS);
  }

  private void take(@Nullable Call<T> call) {
    if (call == null) {
      if (terms.deadline().isOver()) {
        giveUp(new DeadlineExceededException("the read", terms.deadline().budget()));
      }
      return;
    }
    underWay.remove(call);
    long nowNanos = System.nanoTime();
    try {
      ShardAnswer<T> answer = call.future.join();
      call.tally.answered(nowNanos);
      double load = now.board().load(call.node);
      answers.add(new NodeAnswer<>(answer, load, Duration.ofNanos(nowNanos - call.sentNanos)));
    } catch (CompletionException failed) {
      failedOver(call, failed.getCause() == null ? failed : failed.getCause(), nowNanos);
    }
  }

  private void failedOver(Call<T> call, Throwable why, long nowNanos) {
    call.trails.forEach(trail -> trail.failed(why));
    if (why instanceof NodeBusyException) {
      call.tally.refused();
      long pause = ThreadLocalRandom.current().nextLong(MIN_PAUSE_NANOS, MAX_PAUSE_NANOS);
      paused.add(new Later(nowNanos + pause, call.trails));
    } else {
      end(call.tally, why, nowNanos);
      send(call.trails);
    }
  }

  /** A node that is quick to fail is not a quick one. */
  private static void end(NodeCall tally, Throwable why, long nowNanos) {
    if (why instanceof DeadlineExceededException || why instanceof ReplicaBehindException) {
      tally.missed(nowNanos);
    } else {
      tally.refused();
    }
  }

  private void resumePaused() {
    long nanos = System.nanoTime();
    var due = paused.stream().filter(later -> later.atNanos - nanos <= 0).toList();
    paused.removeAll(due);
    due.forEach(later -> send(later.trails));
  }

  private void giveUp(RuntimeException why) {
    long nanos = System.nanoTime();
    for (Call<T> call : underWay) {
      call.tally.missed(nanos);
      RuntimeException reason = behind(call, why);
      call.trails.forEach(trail -> failures.put(trail.shard(), reason));
      abandon(call.future);
    }
    underWay.clear();
    paused.forEach(
        later -> later.trails.forEach(trail -> failures.put(trail.shard(), exhausted(trail))));
    paused.clear();
  }

  /** A node that waits for its replicas would have said so, had it been a moment earlier. */
  private RuntimeException behind(Call<T> call, RuntimeException otherwise) {
    for (ShardTrail trail : call.trails) {
      Position reached = now.board().candidate(trail.shard(), call.node).position();
      if (!reached.isAtLeast(trail.required())) {
        return new ReplicaBehindException(
            call.node.value(), trail.shard(), trail.required(), reached);
      }
    }
    return otherwise;
  }

  /** An answer that comes after all is closed by whoever completes the future. */
  private void abandon(CompletableFuture<ShardAnswer<T>> future) {
    if (!future.cancel(true) && !future.isCompletedExceptionally()) {
      future.join().close();
    }
  }
}
