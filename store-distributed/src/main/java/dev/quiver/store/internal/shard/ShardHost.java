package dev.quiver.store.internal.shard;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import java.util.concurrent.CompletableFuture;

/** A node, as those see it who read from its replicas. */
public interface ShardHost {
  NodeId node();

  /**
   * Asks about some of the node's shards. Any thread; never blocks: waiting for a position and for
   * a worker happens behind the future, and ends with the deadline. The future fails with a {@link
   * dev.quiver.store.error.QuiverException} that says whether another replica may do better.
   * Cancelling it stops the work soon. Whoever takes the answer closes it.
   */
  <T> CompletableFuture<ShardAnswer<T>> ask(ShardAsk<T> ask);
}
