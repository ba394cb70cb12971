package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ReplicaState;
import dev.quiver.core.cluster.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A cluster and one of its collections, as they are at one moment. */
public record ClusterPicture(List<NodePicture> nodes, List<ShardPicture> shards) {

  /** One node; {@code queue} counts the searches waiting for a worker. */
  public record NodePicture(
      NodeId node, String state, double load, long rows, long bytes, int queue) {}

  /** One shard; its leader is empty while there is none. */
  public record ShardPicture(ShardId shard, String leader, List<ReplicaPicture> replicas) {}

  /** One copy. */
  public record ReplicaPicture(NodeId node, ReplicaState state, long rows, Position position) {}

  static ClusterPicture of(EmbeddedCluster cluster, OpenCollection collection) {
    var shards = new ArrayList<ShardPicture>();
    Map<NodeId, HostedCollection> hosts = collection.hosts();
    for (ShardId shard : collection.shardMap().shardIds()) {
      var replicas = new ArrayList<ReplicaPicture>();
      for (NodeId node : collection.shardMap().replicasOf(shard)) {
        HostedCollection host = hosts.get(node);
        HostedReplica replica = host == null ? null : host.replicas().get(shard);
        replicas.add(
            replica == null
                ? collection.lastKnown(node).replica(node, shard)
                : new ReplicaPicture(
                    node, replica.readiness(), replica.rows(), replica.state().applied()));
      }
      String leader = collection.log(shard).leader().map(NodeId::value).orElse("");
      shards.add(new ShardPicture(shard, leader, replicas));
    }
    var nodes = new ArrayList<NodePicture>();
    Map<NodeId, Double> scores = cluster.scores();
    for (Node node : cluster.view().nodes()) {
      HostedCollection host = hosts.get(node.id());
      EmbeddedNode running = cluster.nodes().get(node.id());
      nodes.add(
          new NodePicture(
              node.id(),
              cluster.view().healthOf(node.id()).name(),
              scores.getOrDefault(node.id(), 0.0),
              rowsOn(shards, node.id()),
              host == null ? collection.lastKnown(node.id()).bytes() : host.held(),
              running == null ? 0 : running.workers().queued()));
    }
    return new ClusterPicture(nodes, shards);
  }

  private static long rowsOn(List<ShardPicture> shards, NodeId node) {
    return shards.stream()
        .flatMap(shard -> shard.replicas().stream())
        .filter(replica -> replica.node().equals(node))
        .mapToLong(ReplicaPicture::rows)
        .sum();
  }
}
