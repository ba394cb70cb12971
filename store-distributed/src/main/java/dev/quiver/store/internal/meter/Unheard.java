package dev.quiver.store.internal.meter;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import java.io.Closeable;
import java.util.Collection;
import java.util.function.DoubleSupplier;

/** Meters for those who gave no registry. */
final class Unheard implements Meters {
  @Override
  public void asked(NodeId node, Collection<ShardId> shards, Cause cause) {
    // Nobody listens.
  }

  @Override
  public void appended(int bytes, long nanos, boolean stored) {
    // Nobody listens.
  }

  @Override
  public void applied(NodeId node, long nanos) {
    // Nobody listens.
  }

  @Override
  public void refreshed(NodeId node, long nanos) {
    // Nobody listens.
  }

  @Override
  public Closeable watch(Level level, NodeId node, DoubleSupplier value) {
    return () -> {};
  }
}
