package dev.quiver.store;

import dev.quiver.store.internal.cluster.ClusterPicture;
import dev.quiver.store.internal.cluster.ClusterPicture.ReplicaPicture;
import dev.quiver.store.internal.cluster.ClusterPicture.ShardPicture;
import dev.quiver.store.internal.cluster.CollectionHandle;
import java.nio.file.Path;
import java.util.List;

/** Administers the nodes that live in this JVM. */
final class EmbeddedAdmin implements ClusterAdmin {
  private final CollectionHandle handle;
  private final Gate gate;

  EmbeddedAdmin(CollectionHandle handle, Gate gate) {
    this.handle = handle;
    this.gate = gate;
  }

  @Override
  public ClusterStatus status() {
    return gate.call(() -> status(handle.picture()));
  }

  private static ClusterStatus status(ClusterPicture picture) {
    List<NodeStatus> nodes =
        picture.nodes().stream()
            .map(
                node ->
                    new NodeStatus(
                        node.node().value(),
                        node.state(),
                        node.load(),
                        node.rows(),
                        node.bytes(),
                        node.queue()))
            .toList();
    return new ClusterStatus(nodes, picture.shards().stream().map(EmbeddedAdmin::shard).toList());
  }

  private static ShardStatus shard(ShardPicture shard) {
    return new ShardStatus(
        shard.shard().number(),
        shard.leader(),
        shard.replicas().stream().map(EmbeddedAdmin::replica).toList());
  }

  private static ReplicaStatus replica(ReplicaPicture replica) {
    return new ReplicaStatus(
        replica.node().value(), replica.state().name(), replica.rows(), replica.position().index());
  }

  @Override
  public void stopNode(String node) {
    gate.run(() -> handle.stopNode(node));
  }

  @Override
  public void startNode(String node) {
    gate.run(() -> handle.startNode(node));
  }

  @Override
  public void compact() {
    gate.run(handle::compact);
  }

  @Override
  public void snapshot(Path target) {
    gate.run(() -> handle.snapshot(Check.present("target", target)));
  }
}
