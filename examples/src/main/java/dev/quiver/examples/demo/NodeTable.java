package dev.quiver.examples.demo;

import dev.quiver.store.ClusterStatus;
import dev.quiver.store.NodeStatus;
import dev.quiver.store.ReplicaStatus;
import dev.quiver.store.ShardStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A cluster, one line for a node and one column for a shard. */
record NodeTable(ClusterStatus status) {

  List<String> headers() {
    var headers = new ArrayList<>(List.of("node", "state", "load", "records"));
    status.shards().forEach(shard -> headers.add("shard " + shard.shard()));
    return headers;
  }

  List<List<String>> rows() {
    return status.nodes().stream().map(this::row).toList();
  }

  private List<String> row(NodeStatus node) {
    var row =
        new ArrayList<>(
            List.of(
                node.node(),
                node.state(),
                String.format(Locale.ROOT, "%.2f", node.load()),
                String.valueOf(node.rows())));
    status.shards().forEach(shard -> row.add(cell(shard, node.node())));
    return row;
  }

  private static String cell(ShardStatus shard, String node) {
    return shard.replicas().stream()
        .filter(replica -> replica.node().equals(node))
        .filter(NodeTable::isServing)
        .map(replica -> replica.position() + (shard.leader().equals(node) ? "*" : " "))
        .findFirst()
        .orElse("- ");
  }

  /** Nothing is missing: every node is up, and every replica serves. */
  static boolean isWhole(ClusterStatus status) {
    return status.nodes().stream().allMatch(node -> node.state().equals("UP"))
        && status.shards().stream()
            .flatMap(shard -> shard.replicas().stream())
            .allMatch(NodeTable::isServing);
  }

  /** All replicas of a shard that serve are where the others are, and show what they have. */
  static boolean isLevel(ClusterStatus status) {
    return status.shards().stream().allMatch(NodeTable::isLevel);
  }

  private static boolean isLevel(ShardStatus shard) {
    List<ReplicaStatus> serving = shard.replicas().stream().filter(NodeTable::isServing).toList();
    return !shard.leader().isEmpty()
        && serving.stream().map(ReplicaStatus::position).distinct().count() == 1
        && serving.stream().map(ReplicaStatus::rows).distinct().count() == 1;
  }

  /** What the replicas show that serve, one of each shard. */
  static long records(ClusterStatus status) {
    return status.shards().stream()
        .flatMap(shard -> shard.replicas().stream().filter(NodeTable::isServing).limit(1))
        .mapToLong(ReplicaStatus::rows)
        .sum();
  }

  private static boolean isServing(ReplicaStatus replica) {
    return replica.state().equals("SERVING");
  }
}
