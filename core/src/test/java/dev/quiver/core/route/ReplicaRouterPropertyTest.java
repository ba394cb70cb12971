package dev.quiver.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Seeds;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.load.LoadScorer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dead or loading replica that is asked, one that is forgotten, or one asked before its turn. */
class ReplicaRouterPropertyTest {
  private static final int SEEDS = 300;

  @ParameterizedTest
  @EnumSource
  void ordersExactlyTheReplicasThatMayAnswer(Policies policy) {
    forEachRoute(
        policy,
        (cluster, shard, order) -> {
          List<NodeId> expected =
              cluster.map().replicasOf(shard).stream()
                  .filter(node -> cluster.mayAnswer(shard, node))
                  .toList();
          assertThat(order).containsExactlyInAnyOrderElementsOf(expected);
        });
  }

  @ParameterizedTest
  @EnumSource
  void asksOverloadedAfterSuspectAfterBehindAfterReady(Policies policy) {
    forEachRoute(
        policy,
        (cluster, shard, order) -> {
          for (int i = 1; i < order.size(); i++) {
            int before = place(cluster, shard, order.get(i - 1));
            assertThat(place(cluster, shard, order.get(i))).isGreaterThanOrEqualTo(before);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void theSameHistoryGivesTheSameRoutes(Policies policy) {
    Seeds.each(
        SEEDS / 10,
        random -> {
          long seed = random.nextLong();
          var cluster = new RandomCluster(random);
          assertThat(history(policy, cluster, seed)).isEqualTo(history(policy, cluster, seed));
        });
  }

  @ParameterizedTest
  @EnumSource
  void groupsTheFirstChoicesByNode(Policies policy) {
    Seeds.each(
        SEEDS,
        random -> {
          var cluster = new RandomCluster(random);
          Routes routes = route(cluster, router(policy, random), random);
          Map<NodeId, List<ShardId>> expected = new HashMap<>();
          for (int nth = 0; nth < routes.shards().size(); nth++) {
            if (routes.choices(nth) > 0) {
              expected
                  .computeIfAbsent(routes.choice(nth, 0), node -> new ArrayList<>())
                  .add(routes.shards().get(nth));
            }
          }
          Map<NodeId, List<ShardId>> grouped = new HashMap<>();
          routes.byNode().forEach(route -> grouped.put(route.node(), route.shards()));
          assertThat(grouped).isEqualTo(expected);
          assertThat(routes.unanswerable())
              .allMatch(shard -> routes.choices(shard).isEmpty())
              .hasSize(
                  routes.shards().size() - expected.values().stream().mapToInt(List::size).sum());
        });
  }

  @FunctionalInterface
  private interface Check {
    void of(RandomCluster cluster, ShardId shard, List<NodeId> order);
  }

  private static void forEachRoute(Policies policy, Check check) {
    Seeds.each(
        SEEDS,
        random -> {
          var cluster = new RandomCluster(random);
          ReplicaRouter router = router(policy, random);
          for (int i = 0; i < 5; i++) {
            Routes routes = route(cluster, router, random);
            for (ShardId shard : routes.shards()) {
              check.of(cluster, shard, routes.choices(shard));
            }
            keepBusy(routes, router, random);
          }
        });
  }

  private static int place(RandomCluster cluster, ShardId shard, NodeId node) {
    long missing = cluster.missing(shard, node);
    int lag = Long.SIZE - Long.numberOfLeadingZeros(missing);
    return (cluster.isOverloaded(node) ? 200 : 0) + (cluster.isSuspect(node) ? 100 : 0) + lag;
  }

  private static List<List<NodeId>> history(Policies policy, RandomCluster cluster, long seed) {
    var random = new SplittableRandom(seed);
    ReplicaRouter router = router(policy, random);
    var history = new ArrayList<List<NodeId>>();
    for (int i = 0; i < 20; i++) {
      Routes routes = route(cluster, router, random);
      routes.shards().forEach(shard -> history.add(routes.choices(shard)));
      keepBusy(routes, router, random);
    }
    return history;
  }

  private static ReplicaRouter router(Policies policy, RandomGenerator random) {
    return new ReplicaRouter(policy.policy(), LoadScorer.DEFAULTS, random::nextLong);
  }

  private static Routes route(RandomCluster cluster, ReplicaRouter router, RandomGenerator random) {
    RoutingTable table = cluster.table(router);
    List<ShardId> some = table.shards().stream().filter(shard -> random.nextInt(4) > 0).toList();
    return router.routes(table, new RouteRequest(some, cluster, random.nextLong()));
  }

  private static void keepBusy(Routes routes, ReplicaRouter router, RandomGenerator random) {
    for (NodeRoute route : routes.byNode()) {
      NodeCall call = router.send(route.node(), route.shards().size(), 0);
      switch (random.nextInt(4)) {
        case 0 -> call.answered(random.nextLong(1_000_000));
        case 1 -> call.missed(random.nextLong(100_000_000));
        case 2 -> call.refused();
        default -> assertThat(route.shards()).isNotEmpty();
      }
    }
  }
}
