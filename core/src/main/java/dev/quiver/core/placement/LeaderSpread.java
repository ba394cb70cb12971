package dev.quiver.core.placement;

import java.util.function.IntPredicate;

/** Who leads each shard: every node about one replicas-th of the shards it holds. */
final class LeaderSpread {
  private static final int UNKNOWN = -1;

  private final ReplicaSpread spread;
  private final int shards;
  private final ItemLists led;
  private final Balancer balancer;

  LeaderSpread(ReplicaSpread spread, int shards, int replicas, int nodes) {
    this.spread = spread;
    this.shards = shards;
    this.led = new ItemLists(nodes, shards);
    this.balancer =
        new Balancer(
            led,
            node -> spread.held(node) / replicas,
            node -> (spread.held(node) + replicas - 1) / replicas,
            new Exchange(new int[nodes], 1),
            this::offer);
  }

  /** Leaves the shard to its leader, if that one still holds it. */
  void keep(int shard, int leader) {
    for (int holder : spread.holders(shard)) {
      if (holder == leader) {
        led.add(shard, leader);
      }
    }
  }

  void complete() {
    for (int shard = 0; shard < shards; shard++) {
      if (!led.isOwned(shard)) {
        led.add(shard, leastLeading(shard));
      }
    }
    if (!balancer.settle()) {
      throw new IllegalStateException("leaders must be spread within their limits, but are not");
    }
  }

  int leader(int shard) {
    return led.owner(shard);
  }

  private int leastLeading(int shard) {
    int best = UNKNOWN;
    for (int holder : spread.holders(shard)) {
      if (best == UNKNOWN || leadsLess(holder, best)) {
        best = holder;
      }
    }
    return best;
  }

  /** Compares led/held as fractions. */
  private boolean leadsLess(int node, int other) {
    return (long) led.size(node) * spread.held(other) < (long) led.size(other) * spread.held(node);
  }

  private int offer(int node, Exchange search, IntPredicate end) {
    for (int i = 0; i < led.size(node); i++) {
      int shard = led.get(node, i);
      for (int holder : spread.holders(shard)) {
        if (!search.isReached(holder)) {
          search.reach(holder, shard);
          if (end.test(holder)) {
            return holder;
          }
        }
      }
    }
    return Exchange.NONE;
  }
}
