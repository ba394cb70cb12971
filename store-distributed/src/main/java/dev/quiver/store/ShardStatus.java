package dev.quiver.store;

import java.util.List;

/**
 * One shard.
 *
 * @param shard its number, from 0
 * @param leader the node whose replica takes the writes; empty while there is none
 * @param replicas its copies
 */
public record ShardStatus(int shard, String leader, List<ReplicaStatus> replicas) {
  public ShardStatus {
    replicas = List.copyOf(replicas);
  }
}
