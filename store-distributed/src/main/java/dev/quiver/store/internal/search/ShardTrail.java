package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.NodeBusyException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One shard's way through its replicas in one request: who is next, and why the last one failed.
 */
final class ShardTrail {
  private final ShardId shard;
  private final Position required;
  private final List<NodeId> choices;
  private int next;
  private int refusals;
  private @Nullable Throwable failure;

  ShardTrail(ShardId shard, Position required, List<NodeId> choices) {
    this.shard = shard;
    this.required = required;
    this.choices = choices;
  }

  ShardId shard() {
    return shard;
  }

  Position required() {
    return required;
  }

  /** The next replica to ask, each once; null when there is none left. */
  @Nullable NodeId advance() {
    return next < choices.size() ? choices.get(next++) : null;
  }

  /** A busy node is worth one other; if that one is busy too, asking on would spread the load. */
  void failed(Throwable why) {
    failure = why;
    if (why instanceof NodeBusyException && ++refusals > 1) {
      next = choices.size();
    }
  }

  @Nullable Throwable failure() {
    return failure;
  }
}
