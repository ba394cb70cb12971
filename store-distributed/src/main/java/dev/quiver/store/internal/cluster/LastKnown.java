package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ReplicaState;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.cluster.ClusterPicture.ReplicaPicture;
import java.util.Map;
import java.util.TreeMap;

/** What a node that is down held when it was last up; nothing where nobody has seen it up. */
record LastKnown(Map<ShardId, ReplicaPicture> replicas, long bytes) {
  static final LastKnown NOTHING = new LastKnown(Map.of(), 0);

  static LastKnown of(HostedCollection host) {
    Map<ShardId, ReplicaPicture> replicas = new TreeMap<>();
    host.replicas()
        .forEach(
            (shard, replica) ->
                replicas.put(
                    shard,
                    new ReplicaPicture(
                        host.node(),
                        ReplicaState.OFFLINE,
                        replica.rows(),
                        replica.state().applied())));
    return new LastKnown(replicas, host.held());
  }

  ReplicaPicture replica(NodeId node, ShardId shard) {
    return replicas.getOrDefault(
        shard, new ReplicaPicture(node, ReplicaState.OFFLINE, 0, Position.NONE));
  }
}
