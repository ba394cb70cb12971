package dev.quiver.store.internal.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.failover.BreakerPolicy;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.placement.ShardMap;
import dev.quiver.core.route.Candidate;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.store.error.CallInterruptedException;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.shard.Freshness;
import dev.quiver.store.internal.shard.ReplicaBoard;
import dev.quiver.store.internal.shard.ShardHost;
import dev.quiver.store.internal.shard.ShardProgress;
import dev.quiver.store.internal.shard.ShardSnapshot;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A read takes the replicas in order, asks a busy node once, ends at its deadline and releases what
 * it was given. Of the three nodes, node-0 is nearest to the required position, node-2 furthest.
 */
@Timeout(30)
class FanOutTest {
  private static final Position LATEST = new Position(1, 1_000);
  private static final Duration SOON = Duration.ofMillis(200);

  private final FakeHost first = host(0);
  private final FakeHost second = host(1);
  private final FakeHost third = host(2);
  private final Map<NodeId, ShardHost> hosts = new HashMap<>();
  private final Experience experience = new Experience(BreakerPolicy.DEFAULTS, Meters.NONE);

  private static FakeHost host(int number) {
    return new FakeHost(new NodeId("node-" + number));
  }

  private Gathered<Long> count(List<List<Integer>> holders, Freshness freshness, boolean partial) {
    for (FakeHost host : List.of(first, second, third)) {
      hosts.put(host.node(), host);
    }
    var replicas =
        holders.stream()
            .map(nodes -> nodes.stream().map(node -> new NodeId("node-" + node)).toList())
            .toList();
    var router = new ReplicaRouter(RoutingPolicy.roundRobin(), LoadScorer.DEFAULTS, () -> 0);
    View view = View.of(Stream.of("node-0", "node-1", "node-2").map(Node::named).toList());
    var map = new ShardMap(Epoch.FIRST, replicas);
    List<ShardId> shards = map.shardIds();
    var now =
        new ShardSnapshot(
            new UUID(1, 1),
            router.table(map, view, Map.of()),
            hosts,
            new Board(),
            shards.stream().map(shard -> LATEST).toList(),
            shards.stream().map(shard -> new ShardProgress()).toList());
    var terms = new ReadTerms(freshness, Deadline.after(SOON), partial);
    return new ShardReads(() -> now, router, experience)
        .ask(shards, new Reading.Count(null), 0, terms);
  }

  private Gathered<Long> count(List<List<Integer>> holders) {
    return count(holders, new Freshness.Strong(), false);
  }

  /** node-0 is there, node-1 a little behind, node-2 far behind. */
  private static final class Board implements ReplicaBoard {
    @Override
    public Candidate candidate(ShardId shard, NodeId node) {
      long missing =
          switch (node.value()) {
            case "node-0" -> 0;
            case "node-1" -> 10;
            default -> 500;
          };
      return Candidate.serving(new Position(1, LATEST.index() - missing));
    }

    @Override
    public double load(NodeId node) {
      return 0;
    }
  }

  private static final List<List<Integer>> ONE_SHARD = List.of(List.of(0, 1, 2));

  private static NodeBusyException busy() {
    return new NodeBusyException("node", "queue of searches", 1);
  }

  @Test
  void aBusyNodeIsAskedOnceAndOneOtherAfterAPause() {
    first.fails(busy());

    try (Gathered<Long> gathered = count(ONE_SHARD)) {
      assertThat(gathered.values()).containsExactly(1L);
    }

    assertThat(first.asks).hasSize(1);
    assertThat(second.asks).hasSize(1);
    assertThat(third.asks).isEmpty();
    assertThat(second.askedNanos.getFirst() - first.askedNanos.getFirst())
        .isGreaterThanOrEqualTo(Duration.ofMillis(2).toNanos());
  }

  @Test
  void twoBusyNodesAreEnough() {
    first.fails(busy());
    second.fails(busy());

    assertThatThrownBy(() -> count(ONE_SHARD)).isInstanceOf(NodeBusyException.class);

    assertThat(first.asks).hasSize(1);
    assertThat(second.asks).hasSize(1);
    assertThat(third.asks).isEmpty();
  }

  @Test
  void aFailureMovesOnToTheNextReplicaInOrder() {
    first.fails(new StoreUnavailableException("disk", null));
    second.fails(new IllegalStateException("bug"));

    try (Gathered<Long> gathered = count(ONE_SHARD)) {
      assertThat(gathered.answers().getFirst().answer().node()).isEqualTo(third.node());
    }

    assertThat(first.asks).hasSize(1);
    assertThat(second.asks).hasSize(1);
    assertThat(first.askedNanos.getFirst()).isLessThanOrEqualTo(second.askedNanos.getFirst());
  }

  @Test
  void shardsThatNobodyAnswersForAreNamed() {
    second.fails(new StoreUnavailableException("disk", null));

    assertThatThrownBy(() -> count(List.of(List.of(0), List.of(1))))
        .isInstanceOfAny(ShardUnavailableException.class, StoreUnavailableException.class);
    assertThat(first.released).hasValue(first.answered.get());

    hosts.clear();
    second.fails(new IllegalStateException("bug"));
    assertThatThrownBy(() -> count(List.of(List.of(0), List.of(1))))
        .isInstanceOfSatisfying(
            ShardUnavailableException.class,
            missing -> assertThat(missing.shards()).containsExactly(new ShardId(1)))
        .hasMessageContaining("of 2 asked");
  }

  @Test
  void aPartialAnswerSaysHowMuchItCovers() {
    second.fails(new StoreUnavailableException("disk", null));

    try (Gathered<Long> gathered =
        count(
            List.of(List.of(0), List.of(1), List.of(0), List.of(0)),
            new Freshness.Strong(),
            true)) {
      assertThat(gathered.coverage()).isEqualTo(0.75);
      assertThat(gathered.values()).containsExactly(3L);
      assertThat(gathered.failures()).containsOnlyKeys(new ShardId(1));
      assertThat(first.released).hasValue(0);
    }
    assertThat(first.released).hasValue(1);
  }

  @Test
  void theDeadlineEndsTheWaitAndReleasesWhatWasAnswered() {
    first.isSilent();
    long started = System.nanoTime();

    assertThatThrownBy(() -> count(List.of(List.of(0), List.of(1))))
        .isInstanceOf(DeadlineExceededException.class)
        .hasMessageContaining("200 ms");

    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .isBetween(SOON.minusMillis(1), SOON.plusSeconds(5));
    assertThat(second.released).hasValue(1);
    assertThat(first.futures.getFirst()).isCancelled();
  }

  @Test
  void aNodeThatStillWaitsForItsReplicaAtTheDeadlineIsBehind() {
    second.isSilent();

    assertThatThrownBy(() -> count(List.of(List.of(1))))
        .isInstanceOf(ReplicaBehindException.class)
        .hasMessageContaining("shard-0 on node-1");
    assertThat(second.futures.getFirst()).isCancelled();
  }

  @Test
  void aPartialAnswerIsTakenAtTheDeadline() {
    second.isSilent();

    try (Gathered<Long> gathered =
        count(List.of(List.of(0), List.of(1)), new Freshness.Strong(), true)) {
      assertThat(gathered.coverage()).isEqualTo(0.5);
      assertThat(gathered.values()).containsExactly(1L);
    }
    assertThat(second.futures.getFirst()).isCancelled();
  }

  @Test
  void anInterruptedReadIsNoPartialAnswer() {
    second.isSilent();
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> count(List.of(List.of(0), List.of(1)), new Freshness.Strong(), true))
        .isInstanceOf(CallInterruptedException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(first.released).hasValue(first.answered.get());
    assertThat(second.futures.getFirst()).isCancelled();
  }

  @Test
  void theShardsOfOneNodeAreAskedTogether() {
    try (Gathered<Long> gathered = count(List.of(List.of(0), List.of(0), List.of(1)))) {
      assertThat(gathered.values()).containsExactlyInAnyOrder(2L, 1L);
    }
    assertThat(first.asks)
        .singleElement()
        .satisfies(ask -> assertThat(ask.atLeast()).hasSize(2).containsValue(LATEST));
  }

  @Test
  void everyFreshnessNeedsAPositionOfItsOwn() {
    count(ONE_SHARD, new Freshness.Eventual(), false).close();
    count(ONE_SHARD, new Freshness.Strong(), false).close();
    count(ONE_SHARD, new Freshness.Bounded(SOON), false).close();
    count(ONE_SHARD, new Freshness.Session(List.of(new Position(1, 7))), false).close();

    List<ShardAsk<?>> asks =
        Stream.of(first, second, third).flatMap(host -> host.asks.stream()).toList();
    assertThat(asks.stream().map(FanOutTest::needed))
        .containsExactlyInAnyOrder(Position.NONE, LATEST, Position.NONE, new Position(1, 7));
  }

  private static Position needed(ShardAsk<?> ask) {
    return ask.atLeast().values().iterator().next();
  }
}
