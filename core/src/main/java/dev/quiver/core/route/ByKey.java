package dev.quiver.core.route;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * Rendezvous hashing: every node draws a number from the request's key, the lowest answers. When a
 * node goes, only its own keys move, and they spread over all the others.
 *
 * <p>A key that everybody asks for would make its node hot. So a node that has clearly more in
 * flight than its equals have on average is ordered behind them, until it has caught up.
 */
record ByKey() implements Ranking {
  private static final Hasher64 MIX = Hashing.xxh3_64();
  private static final double ABOVE_MEAN = 1.25;

  /** Shard searches in flight that are no reason to give up a warm cache. */
  private static final int NO_CROWD = 32;

  @Override
  public void rank(Routes routes, ShardTurn turn, long draw) {
    int equals = routes.equals();
    long inFlight = 0;
    for (int rank = 0; rank < equals; rank++) {
      inFlight += routes.contender(rank).inFlight();
    }
    double crowd = ABOVE_MEAN * inFlight / equals + NO_CROWD;
    for (int rank = 0; rank < routes.size(); rank++) {
      Contender node = routes.contender(rank);
      long drawn = MIX.hashLongLongToLong(draw, node.hash());
      float drawnUnit = (drawn >>> 40) * 0x1p-24f;
      routes.cost(rank, node.inFlight() > crowd ? 1 + drawnUnit : drawnUnit);
    }
    routes.sort();
  }
}
