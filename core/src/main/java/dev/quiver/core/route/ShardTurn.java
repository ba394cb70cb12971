package dev.quiver.core.route;

import java.util.concurrent.atomic.AtomicInteger;

/** Whose turn it is among the replicas of one shard. Lives as long as the router. */
final class ShardTurn {
  private final AtomicInteger requests;
  private double[] credits = {};

  /** Shards start at different replicas, so that a first request does not ask one node for all. */
  ShardTurn(int shard) {
    requests = new AtomicInteger(shard);
  }

  /** Counts this request and says which of so many equals it is for. */
  int next(int equals) {
    return Math.floorMod(requests.getAndIncrement(), equals);
  }

  /** What each replica is owed; the caller holds this object's lock. */
  double[] credits(int replicas) {
    if (credits.length != replicas) {
      credits = new double[replicas];
    }
    return credits;
  }
}
