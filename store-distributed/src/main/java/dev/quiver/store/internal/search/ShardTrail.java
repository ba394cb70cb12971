package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.error.ShardUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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
  private boolean alone;
  private @Nullable Throwable failure;

  ShardTrail(ShardId shard, Position required, List<NodeId> choices) {
    this.shard = shard;
    this.required = required;
    this.choices = new ArrayList<>(choices);
  }

  ShardId shard() {
    return shard;
  }

  Position required() {
    return required;
  }

  /** All replicas that were chosen for it. */
  List<NodeId> choices() {
    return choices;
  }

  /** The next replica to ask of those that will do; null, when there is none left. */
  @Nullable NodeId advance(Predicate<NodeId> willDo) {
    while (next < choices.size()) {
      NodeId node = choices.get(next++);
      if (willDo.test(node)) {
        return node;
      }
    }
    return null;
  }

  /** The replica that would be next; nothing is taken. */
  @Nullable NodeId peek() {
    return next < choices.size() ? choices.get(next) : null;
  }

  /** Whether it has to be asked for by itself, because it may be what made a call fail. */
  boolean isAlone() {
    return alone;
  }

  /**
   * A call that asked for this shard has failed. A busy node is worth one other; if that one is
   * busy too, asking on would spread the load. A call for several shards does not tell which of
   * them is to blame, so each gets a second chance there, by itself and last of all.
   */
  void failed(NodeId node, Throwable why, boolean together) {
    failure = why;
    if (why instanceof NodeBusyException && ++refusals > 1) {
      next = choices.size();
    }
    if (together) {
      alone = true;
      if (!concernsThis(why)) {
        choices.add(node);
      }
    }
  }

  private boolean concernsThis(Throwable why) {
    return switch (why) {
      case NodeBusyException busy -> true;
      case DeadlineExceededException late -> true;
      case ShardUnavailableException gone -> gone.shards().contains(shard);
      case ReplicaBehindException behind -> shard.equals(behind.shard());
      default -> false;
    };
  }

  @Nullable Throwable failure() {
    return failure;
  }
}
