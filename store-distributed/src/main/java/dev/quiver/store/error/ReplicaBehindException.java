package dev.quiver.store.error;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * No replica of a shard reached the position a read needs before its deadline. The writes it would
 * miss are safe on nodes that are away; bounded or eventual reads are still served.
 */
public final class ReplicaBehindException extends QuiverException {
  private static final long serialVersionUID = 1;
  private final String node;
  private final transient @Nullable ShardId shard;
  private final transient @Nullable Position required;
  private final transient @Nullable Position reached;

  public ReplicaBehindException(String node, ShardId shard, Position required, Position reached) {
    super(
        String.format(
                Locale.ROOT,
                "%s on %s must have reached position %s for this read, but was at %s: writes"
                    + " acknowledged",
                shard,
                node,
                required,
                reached)
            + " since are on nodes that are down, or have not been applied yet; start the nodes, or"
            + " read with bounded or eventual consistency");
    this.node = node;
    this.shard = shard;
    this.required = required;
    this.reached = reached;
  }

  /** The node whose replica was behind. */
  public String node() {
    return node;
  }

  /** The shard whose replica was behind; null once it was serialised. */
  public @Nullable ShardId shard() {
    return shard;
  }

  /** The position the read needed; null once it was serialised. */
  public @Nullable Position required() {
    return required;
  }

  /** How far the replica had come; null once it was serialised. */
  public @Nullable Position reached() {
    return reached;
  }
}
