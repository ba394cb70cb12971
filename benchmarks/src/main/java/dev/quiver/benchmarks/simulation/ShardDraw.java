package dev.quiver.benchmarks.simulation;

import dev.quiver.core.cluster.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws the shards of a query, popular ones more often. */
final class ShardDraw {
  private final double[] popularity;
  private final int perQuery;

  ShardDraw(int shards, Scenario.Traffic traffic) {
    perQuery = traffic.shardsPerQuery();
    popularity = new double[shards];
    for (int shard = 0; shard < shards; shard++) {
      popularity[shard] = Math.pow(shard + 1, -traffic.skew());
    }
  }

  List<ShardId> next(RandomGenerator random) {
    var drawn = new ArrayList<ShardId>(perQuery);
    double[] left = popularity.clone();
    while (drawn.size() < perQuery) {
      int shard = one(left, random.nextDouble());
      left[shard] = 0;
      drawn.add(new ShardId(shard));
    }
    return drawn;
  }

  private static int one(double[] weights, double random) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double point = random * sum;
    int last = 0;
    for (int shard = 0; shard < weights.length; shard++) {
      if (weights[shard] > 0) {
        last = shard;
        point -= weights[shard];
        if (point < 0) {
          break;
        }
      }
    }
    return last;
  }
}
