package dev.quiver.core.route;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/** Orders the replicas of the open shard of some routes. Their tiers and lags stay in charge. */
interface Ranking {
  /**
   * Orders the replicas of the open shard.
   *
   * @param turn the shard's own turn, shared by all threads
   * @param draw what the request brings: its random number, or its key
   */
  void rank(Routes routes, ShardTurn turn, long draw);

  static Ranking of(RoutingPolicy policy) {
    return switch (policy) {
      case RoutingPolicy.LowestCost lowest -> new ByCost(lowest.cost());
      case RoutingPolicy.TwoChoices two -> new ByTwoChoices(new ByCost(two.cost()));
      case RoutingPolicy.RoundRobin robin -> Ranking::byTurn;
      case RoutingPolicy.WeightedRoundRobin weighted -> new ByCredit(weighted.weights());
      case RoutingPolicy.ConsistentHash hash -> new ByKey();
    };
  }

  private static void byTurn(Routes routes, ShardTurn turn, long draw) {
    int equals = routes.equals();
    routes.rotate(equals, turn.next(equals));
  }

  /** Cheapest first; the turn decides between equals. */
  record ByCost(NodeCost cost) implements Ranking {
    @Override
    public void rank(Routes routes, ShardTurn turn, long draw) {
      byTurn(routes, turn, draw);
      for (int rank = 0; rank < routes.size(); rank++) {
        routes.cost(rank, cost.of(routes.contender(rank), routes.ahead(rank)));
      }
      routes.sort();
    }
  }

  /** Once all are in order of cost, the cheaper of two drawn ones is the one further ahead. */
  record ByTwoChoices(ByCost byCost) implements Ranking {
    private static final Hasher64 MIX = Hashing.xxh3_64();

    @Override
    public void rank(Routes routes, ShardTurn turn, long draw) {
      int equals = routes.equals();
      byCost.rank(routes, turn, draw);
      if (equals > 2) {
        long mixed = MIX.hashLongIntToLong(draw, routes.shard());
        int one = (int) Long.remainderUnsigned(mixed, equals);
        int step = 1 + (int) ((mixed >>> 33) % (equals - 1));
        routes.moveToFront(Math.min(one, (one + step) % equals));
      }
    }
  }
}
