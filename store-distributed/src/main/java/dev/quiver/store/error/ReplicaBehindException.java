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
  private final transient @Nullable ShardId shard;

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
    this.shard = shard;
  }

  /** The shard whose replica was behind; null once it has travelled. */
  public @Nullable ShardId shard() {
    return shard;
  }
}
