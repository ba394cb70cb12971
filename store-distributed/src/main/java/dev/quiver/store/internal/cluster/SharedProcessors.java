package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Shares the processors of one machine among the nodes that run on it. A node computes on its share
 * of them, and while searches wait for it also on what the others leave of theirs. If each had as
 * many threads as there are processors, threads would take turns, and a caller who needs a
 * processor for a moment, to say that his time is over, would wait for all of theirs.
 */
final class SharedProcessors {
  private final int count;
  private final @Nullable Integer each;

  /**
   * @param each threads of each node, whatever they have to do; null: as they need them
   */
  SharedProcessors(int count, @Nullable Integer each) {
    this.count = count;
    this.each = each;
  }

  /** For one of so many nodes. */
  Workers workers(NodeId node, int nodes) {
    return each == null ? new Workers(node, share(nodes), count) : new Workers(node, each, each);
  }

  private int share(int nodes) {
    return Math.ceilDiv(count, nodes);
  }

  /** By what the nodes have to do now, until it is called again. */
  void among(Collection<Workers> nodes) {
    if (each != null || nodes.isEmpty()) {
      return;
    }
    int share = share(nodes.size());
    int used = nodes.stream().mapToInt(node -> used(node, share)).sum();
    for (Workers node : nodes) {
      int left = count - (used - used(node, share));
      node.resize(node.queued() > 0 ? Math.max(share, left) : share);
    }
  }

  private static int used(Workers node, int share) {
    return Math.min(share, node.active() + node.queued());
  }
}
