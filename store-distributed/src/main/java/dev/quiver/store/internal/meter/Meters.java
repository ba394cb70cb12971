package dev.quiver.store.internal.meter;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import java.io.Closeable;
import java.util.Collection;
import java.util.function.DoubleSupplier;

/**
 * Where a collection reports what it does. Called on every thread, by writers and by the threads
 * that apply: it never blocks and never throws.
 */
public interface Meters {
  /** Nobody listens. */
  Meters NONE = new Unheard();

  /** What is looked at from time to time. */
  enum Level {
    /** Requests waiting for one of a node's workers. */
    QUEUE,
    /** Commands that a node's replicas have yet to apply; of several shards, the most. */
    LAG
  }

  /** Why a node is asked. */
  enum Cause {
    /** It was the first choice. */
    FIRST,
    /** Another one failed. */
    AGAIN,
    /** Another one is late; the first to answer counts. */
    HEDGE
  }

  /** A read was sent to a node, for these of its shards. */
  void asked(NodeId node, Collection<ShardId> shards, Cause cause);

  /** A log has answered an append. */
  void appended(int bytes, long nanos, boolean stored);

  /** A replica on this node has applied a command. */
  void applied(NodeId node, long nanos);

  /** A replica on this node has made a newer view for its readers. */
  void refreshed(NodeId node, long nanos);

  /** Looks at a level until closed; not a number while there is none. */
  Closeable watch(Level level, NodeId node, DoubleSupplier value);
}
