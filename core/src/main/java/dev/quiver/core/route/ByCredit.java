package dev.quiver.core.route;

import dev.quiver.core.cluster.NodeId;
import java.util.Map;

/**
 * Smooth weighted round robin. With each request every equal replica earns its weight, the richest
 * one answers and pays what all earned together. So over a cycle each is asked exactly as often as
 * its weight says, and its turns are spread out: weights 3 and 1 give a a b a, not a a a b.
 *
 * <p>Replicas that are not among the equals earn and pay nothing, so one that comes back is not
 * owed the requests it missed.
 */
record ByCredit(Map<NodeId, Integer> weights) implements Ranking {
  @Override
  public void rank(Routes routes, ShardTurn turn, long draw) {
    int equals = routes.equals();
    routes.rotate(equals, turn.next(equals));
    synchronized (turn) {
      double[] credits = turn.credits(routes.replicas());
      double earned = 0;
      for (int rank = 0; rank < equals; rank++) {
        double weight = weight(routes.contender(rank));
        credits[routes.replica(rank)] += weight;
        earned += weight;
      }
      for (int rank = 0; rank < routes.size(); rank++) {
        routes.cost(rank, (float) -credits[routes.replica(rank)]);
      }
      routes.sort();
      credits[routes.replica(0)] -= earned;
    }
  }

  private int weight(Contender node) {
    Integer named = weights.get(node.id());
    return named == null ? node.weight() : named;
  }
}
