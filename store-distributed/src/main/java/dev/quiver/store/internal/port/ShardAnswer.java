package dev.quiver.store.internal.port;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import java.util.SortedMap;

/**
 * What one node answered. What was found can be read until the answer is closed.
 *
 * @param positions how far each shard's reader had come
 */
public record ShardAnswer<T>(
    NodeId node, SortedMap<ShardId, Position> positions, T value, Runnable release)
    implements AutoCloseable {

  @Override
  public void close() {
    release.run();
  }
}
