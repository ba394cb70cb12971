package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.log.LogId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which replicas were ever there, noted in the folders of all nodes. One that is missing and known
 * was lost. One that is missing and not known never held anything: its node was down when the
 * collection was made.
 */
record KnownReplicas(NodeFolders folders) {

  /** One node's part in one log. */
  record Replica(LogId log, NodeId node) {
    private String noted() {
      return log.uuid() + "@" + node.value();
    }
  }

  /**
   * Whether it was there before.
   *
   * @param owner the incarnation of its collection, or the cluster whose metadata it is
   */
  boolean isKnown(UUID owner, Replica replica) {
    return folders.remembers(owner.toString()) || folders.remembers(replica.noted());
  }

  /**
   * Notes replicas that are there.
   *
   * @param all how many the owner has; once they are all there, one note stands for them
   */
  void note(UUID owner, Set<Replica> there, int all) {
    folders.remember(
        there.size() == all
            ? List.of(owner.toString())
            : there.stream().map(Replica::noted).sorted().toList());
  }
}
