package dev.quiver.benchmarks.simulation;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.failover.RetryPolicy;
import dev.quiver.core.failover.Signal;
import dev.quiver.core.route.NodeCall;
import dev.quiver.core.route.Routes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** One search under way: its calls to nodes, and their retries on the ordered fall-backs. */
final class Query {
  private final Timeline timeline;
  private final Coordinator coordinator;
  private final Routes routes;
  private final RandomGenerator jitter;
  private final Tally tally;
  private final long arrivedNanos;
  private int unanswered;
  private boolean over;

  Query(
      Timeline timeline,
      Coordinator coordinator,
      Routes routes,
      RandomGenerator jitter,
      Tally tally) {
    this.timeline = timeline;
    this.coordinator = coordinator;
    this.routes = routes;
    this.jitter = jitter;
    this.tally = tally;
    arrivedNanos = timeline.now();
    unanswered = routes.shards().size();
  }

  void start() {
    tally.arrived(arrivedNanos);
    var all = new ArrayList<Integer>();
    for (int nth = 0; nth < routes.shards().size(); nth++) {
      all.add(nth);
    }
    ask(all, 1);
  }

  /** Asks the next choice of each shard; a shard whose choices are used up starts over. */
  private void ask(List<Integer> shards, int attempt) {
    SortedMap<NodeId, List<Integer>> byNode = new TreeMap<>();
    for (int nth : shards) {
      if (routes.choices(nth) == 0) {
        lose();
        return;
      }
      NodeId node = routes.choice(nth, (attempt - 1) % routes.choices(nth));
      byNode.computeIfAbsent(node, id -> new ArrayList<>()).add(nth);
    }
    byNode.forEach((node, some) -> new Attempt(node, some, attempt).send());
  }

  private void lose() {
    if (!over) {
      over = true;
      tally.lost(arrivedNanos);
    }
  }

  private Duration left() {
    return Model.QUERY_TIMEOUT.minusNanos(timeline.now() - arrivedNanos);
  }

  /** One call to one node for some of the shards. */
  private final class Attempt {
    private final NodeId node;
    private final List<Integer> shards;
    private final int number;
    private final NodeCall call;
    private boolean ended;

    Attempt(NodeId node, List<Integer> shards, int number) {
      this.node = node;
      this.shards = shards;
      this.number = number;
      call = coordinator.send(node, shards.size());
    }

    void send() {
      if (!coordinator.node(node).offer(shards.size(), this::answer)) {
        ended = true;
        call.refused();
        coordinator.signal(node, Signal.ANSWERED);
        boolean elsewhere = shards.stream().allMatch(nth -> routes.choices(nth) > 1);
        retry(elsewhere ? RetryPolicy.ONCE_ELSEWHERE : RetryPolicy.NEVER);
        return;
      }
      long wait = Math.min(Model.CALL_TIMEOUT.toNanos(), left().toNanos());
      timeline.after(wait, this::timeOut);
    }

    private void answer() {
      if (ended) {
        return;
      }
      ended = true;
      call.answered(timeline.now());
      coordinator.signal(node, Signal.ANSWERED);
      unanswered -= shards.size();
      if (unanswered == 0 && !over) {
        over = true;
        tally.answered(arrivedNanos, timeline.now());
      }
    }

    private void timeOut() {
      if (ended) {
        return;
      }
      ended = true;
      call.missed(timeline.now());
      coordinator.signal(node, Signal.MISSED);
      retry(RetryPolicy.DEFAULTS);
    }

    private void retry(RetryPolicy policy) {
      if (over) {
        return;
      }
      policy
          .delay(number, jitter.nextDouble(), left())
          .ifPresentOrElse(
              wait -> {
                tally.retried(arrivedNanos);
                timeline.after(wait.toNanos(), () -> ask(shards, number + 1));
              },
              Query.this::lose);
    }
  }
}
