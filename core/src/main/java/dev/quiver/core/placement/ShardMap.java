package dev.quiver.core.placement;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which nodes hold each shard, at one epoch. Shards are numbered without gaps; the first node of a
 * shard is the one that should lead it.
 */
public record ShardMap(Epoch epoch, List<List<NodeId>> replicas) {
  public ShardMap {
    replicas = replicas.stream().map(List::copyOf).toList();
    for (int shard = 0; shard < replicas.size(); shard++) {
      List<NodeId> nodes = replicas.get(shard);
      if (nodes.isEmpty() || new HashSet<>(nodes).size() != nodes.size()) {
        throw new IllegalArgumentException(
            "replicas of shard-" + shard + " must be on distinct nodes, but were " + nodes);
      }
    }
  }

  public int shards() {
    return replicas.size();
  }

  public List<ShardId> shardIds() {
    return IntStream.range(0, shards()).mapToObj(ShardId::new).toList();
  }

  /** The nodes that hold a shard, its leader first. */
  public List<NodeId> replicasOf(ShardId shard) {
    return replicas.get(requireShard(shard));
  }

  /** The node that should lead a shard. */
  public NodeId leaderOf(ShardId shard) {
    return replicasOf(shard).getFirst();
  }

  /**
   * The steps from this map to another one of the same shards: shard by shard, what is added before
   * the new leader before what is removed, so that steps taken in this order never leave a shard
   * with fewer replicas than the smaller of the two maps gives it.
   */
  public List<ShardChange> changesTo(ShardMap other) {
    if (other.shards() != shards()) {
      throw new IllegalArgumentException(
          "shards must be the same in both maps (" + shards() + "), but was " + other.shards());
    }
    var changes = new ArrayList<ShardChange>();
    for (int number = 0; number < shards(); number++) {
      List<NodeId> before = replicas.get(number);
      List<NodeId> after = other.replicas.get(number);
      if (!before.equals(after)) {
        addChanges(new ShardId(number), before, after, changes);
      }
    }
    return List.copyOf(changes);
  }

  private static void addChanges(
      ShardId shard, List<NodeId> before, List<NodeId> after, List<ShardChange> changes) {
    for (NodeId node : after) {
      if (!before.contains(node)) {
        changes.add(new ShardChange.AddReplica(shard, node));
      }
    }
    if (!before.getFirst().equals(after.getFirst())) {
      changes.add(new ShardChange.MoveLeader(shard, before.getFirst(), after.getFirst()));
    }
    for (NodeId node : before) {
      if (!after.contains(node)) {
        changes.add(new ShardChange.RemoveReplica(shard, node));
      }
    }
  }

  private int requireShard(ShardId shard) {
    if (shard.number() >= shards()) {
      throw new IllegalArgumentException(
          "shard must be below shards (" + shards() + "), but was " + shard.number());
    }
    return shard.number();
  }
}
