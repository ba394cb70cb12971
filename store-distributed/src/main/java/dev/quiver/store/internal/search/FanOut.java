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
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.shard.ShardHost;
import dev.quiver.store.internal.shard.ShardSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One read on its way through the nodes. Blocking code, run by the caller's own thread: it sends
 * each node the shards it was chosen for, then takes the answers as they come. A node that fails
 * has its shards sent on to the next replica at once; a node that is busy, after a pause. A node
 * that is late has its shards asked of others as well, if the budget for that allows it, and the
 * first whole answer wins. When the deadline comes, what is still under way is cancelled.
 */
final class FanOut<T> {
  private static final long MIN_PAUSE_NANOS = Duration.ofMillis(2).toNanos();
  private static final long MAX_PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private record Later(long atNanos, List<ShardTrail> trails) {}

  private final ReplicaRouter router;
  private final ShardSnapshot now;
  private final Reading<T> reading;
  private final ReadTerms terms;
  private final Experience experience;
  private final Map<ShardId, ShardTrail> trails = new TreeMap<>();
  private final Map<Call<T>, Race<T>> underWay = new LinkedHashMap<>();
  private final BlockingQueue<Call<T>> ended = new LinkedBlockingQueue<>();
  private final List<Later> paused = new ArrayList<>();
  private final List<NodeAnswer<T>> answers = new ArrayList<>();
  private final Map<ShardId, Throwable> failures = new TreeMap<>();

  FanOut(
      ReplicaRouter router,
      ShardSnapshot now,
      Reading<T> reading,
      ReadTerms terms,
      Experience experience) {
    this.router = router;
    this.now = now;
    this.reading = reading;
    this.terms = terms;
    this.experience = experience;
  }

  Gathered<T> ask(Routes routes, Map<ShardId, Position> required) {
    long startNanos = System.nanoTime();
    for (ShardId shard : routes.shards()) {
      Position position = required.getOrDefault(shard, Position.NONE);
      List<NodeId> choices = shunnedLast(routes.choices(shard), startNanos);
      trails.put(shard, new ShardTrail(shard, position, choices));
    }
    boolean done = false;
    try {
      send(trails.values(), Meters.Cause.FIRST);
      while (!underWay.isEmpty() || !paused.isEmpty()) {
        resumePaused();
        hedgeLate();
        take(nextEnded());
      }
      done = true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException("the read", interrupted);
    } finally {
      if (!done) {
        abandon();
        answers.forEach(next -> next.answer().close());
      }
    }
    return new Gathered<>(answers, trails.size(), failures);
  }

  private List<NodeId> shunnedLast(List<NodeId> choices, long nowNanos) {
    var ordered = new ArrayList<>(choices);
    ordered.sort(Comparator.comparing(node -> experience.isShunned(node, nowNanos)));
    return ordered;
  }

  /** Sends every shard to its next replica, those for one node together. */
  private void send(Collection<ShardTrail> waiting, Meters.Cause cause) {
    SortedMap<NodeId, List<ShardTrail>> byNode = new TreeMap<>();
    for (ShardTrail trail : waiting) {
      NodeId node = trail.advance(now.hosts()::containsKey);
      if (node == null) {
        failures.put(trail.shard(), exhausted(trail));
      } else if (trail.isAlone()) {
        race(sendTo(node, List.of(trail), cause, false));
      } else {
        byNode.computeIfAbsent(node, any -> new ArrayList<>()).add(trail);
      }
    }
    byNode.forEach(
        (node, shards) -> race(sendTo(node, shards, cause, node.equals(byNode.lastKey()))));
  }

  private static Throwable exhausted(ShardTrail trail) {
    Throwable failure = trail.failure();
    return failure != null
        ? failure
        : new ShardUnavailableException(List.of(trail.shard()), 1, null);
  }

  private void race(Call<T> call) {
    Set<NodeId> replicas = new HashSet<>();
    call.trails().forEach(trail -> replicas.addAll(trail.choices()));
    underWay.put(
        call,
        replicas.size() > 1
            ? Race.of(call, experience.patienceNanos(replicas, reading))
            : Race.alone(call));
  }

  /**
   * A search that is the last to be sent may run on this thread: it looks at the deadline as it
   * goes, and handing it to another thread would cost a good part of what it takes.
   */
  private Call<T> sendTo(NodeId node, List<ShardTrail> shards, Meters.Cause cause, boolean last) {
    SortedMap<ShardId, Position> atLeast = new TreeMap<>();
    shards.forEach(trail -> atLeast.put(trail.shard(), trail.required()));
    ShardHost host = Objects.requireNonNull(now.hosts().get(node));
    if (cause == Meters.Cause.FIRST) {
      experience.budget().earn();
    }
    experience.breaker(node).sent();
    experience.meters().asked(node, atLeast.keySet(), cause);
    long sentNanos = System.nanoTime();
    NodeCall tally = router.send(node, shards.size(), sentNanos);
    boolean lends = last && reading.endsInTime();
    var future =
        host.ask(new ShardAsk<>(atLeast, terms.isToKeep(), reading, terms.deadline(), lends));
    var call = new Call<>(node, shards, tally, sentNanos, future);
    var unused = future.whenComplete((answer, failure) -> ended.add(call));
    return call;
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
    for (Race<T> race : underWay.values()) {
      wait = Math.min(wait, race.untilHedgeNanos(nanos));
    }
    return ended.poll(wait, TimeUnit.NANOSECONDS);
  }

  private void hedgeLate() {
    long nanos = System.nanoTime();
    for (Race<T> race : List.copyOf(underWay.values())) {
      if (race.untilHedgeNanos(nanos) == 0 && !race.first().future().isDone()) {
        race.hedged();
        hedge(race, nanos);
      }
    }
  }

  /** Worth something only where others can answer for all that the late node was asked. */
  private void hedge(Race<T> race, long nowNanos) {
    SortedMap<NodeId, List<ShardTrail>> byNode = new TreeMap<>();
    for (ShardTrail trail : race.first().trails()) {
      NodeId node = trail.peek();
      if (node == null
          || node.equals(race.first().node())
          || !now.hosts().containsKey(node)
          || experience.isShunned(node, nowNanos)) {
        return;
      }
      byNode.computeIfAbsent(node, any -> new ArrayList<>()).add(trail);
    }
    if (!experience.budget().spend(byNode.size())) {
      return;
    }
    race.first().trails().forEach(trail -> trail.advance(any -> true));
    byNode.forEach(
        (node, shards) -> {
          Call<T> other = sendTo(node, shards, Meters.Cause.HEDGE, false);
          race.join(other);
          underWay.put(other, race);
        });
  }

  private void take(@Nullable Call<T> call) {
    if (call == null) {
      if (terms.deadline().isOver()) {
        giveUp();
      }
      return;
    }
    Race<T> race = underWay.remove(call);
    if (race == null) {
      return; // it was not waited for any more
    }
    long nowNanos = System.nanoTime();
    try {
      ShardAnswer<T> answer = call.future().join();
      call.answered(experience, reading, nowNanos);
      double load = now.board().load(call.node());
      Duration took = Duration.ofNanos(nowNanos - call.sentNanos());
      answered(race, call, new NodeAnswer<>(answer, load, took));
    } catch (CompletionException | CancellationException failed) {
      Throwable why = failed.getCause() == null ? failed : failed.getCause();
      call.failed(experience, why, nowNanos);
      failed(race, call, why);
    }
  }

  private void answered(Race<T> race, Call<T> call, NodeAnswer<T> answer) {
    if (call == race.first()) {
      answers.add(answer);
      race.running().forEach(this::lose);
      race.held().forEach(late -> late.answer().close());
    } else if (race.isWonBy(call, answer)) {
      answers.addAll(race.held());
      lose(race.first());
    }
  }

  private void lose(Call<T> call) {
    underWay.remove(call);
    call.lost(experience, reading, System.nanoTime());
  }

  private void failed(Race<T> race, Call<T> call, Throwable why) {
    if (call != race.first()) {
      race.dropped(call);
      return;
    }
    answers.addAll(race.held());
    race.running().forEach(other -> underWay.put(other, Race.alone(other)));
    List<ShardTrail> rest = race.uncovered();
    if (why instanceof NodeBusyException && !rest.isEmpty()) {
      long pause = ThreadLocalRandom.current().nextLong(MIN_PAUSE_NANOS, MAX_PAUSE_NANOS);
      paused.add(new Later(System.nanoTime() + pause, rest));
    } else {
      send(rest, Meters.Cause.AGAIN);
    }
  }

  private void resumePaused() {
    long nanos = System.nanoTime();
    var due = paused.stream().filter(later -> later.atNanos - nanos <= 0).toList();
    paused.removeAll(due);
    due.forEach(later -> send(later.trails, Meters.Cause.AGAIN));
  }

  /** The deadline has come: what is there is taken, and what is not has failed. */
  private void giveUp() {
    long nanos = System.nanoTime();
    var late = new DeadlineExceededException("the read", terms.deadline().budget());
    underWay.forEach(
        (call, race) -> {
          call.ranOut(experience, nanos);
          if (call == race.first()) {
            answers.addAll(race.held());
          }
          RuntimeException reason = behind(call, late);
          call.trails().forEach(trail -> failures.putIfAbsent(trail.shard(), reason));
        });
    underWay.clear();
    paused.forEach(
        later -> later.trails.forEach(trail -> failures.put(trail.shard(), exhausted(trail))));
    paused.clear();
    answers.forEach(next -> failures.keySet().removeAll(next.answer().positions().keySet()));
  }

  /** A node that waits for its replicas would have said so, had it been a moment earlier. */
  private RuntimeException behind(Call<T> call, RuntimeException otherwise) {
    for (ShardTrail trail : call.trails()) {
      Position reached = now.board().candidate(trail.shard(), call.node()).position();
      if (!reached.isAtLeast(trail.required())) {
        return new ReplicaBehindException(
            call.node().value(), trail.shard(), trail.required(), reached);
      }
    }
    return otherwise;
  }

  /** The caller is gone. */
  private void abandon() {
    underWay.forEach(
        (call, race) -> {
          call.withdrawn(experience);
          if (call == race.first()) {
            answers.addAll(race.held());
          }
        });
    underWay.clear();
  }
}
