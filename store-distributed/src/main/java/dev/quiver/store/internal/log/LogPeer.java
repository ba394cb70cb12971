package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;

/**
 * A node's part in one log.
 *
 * @param priority the peer with the highest is made leader whenever it can be
 * @param address host and port where a network is used; empty in process
 */
public record LogPeer(NodeId node, int priority, String address) {
  public LogPeer {
    if (priority < 0) {
      throw new IllegalArgumentException("priority must be at least 0, but was " + priority);
    }
  }

  /** A peer in this JVM. */
  public static LogPeer of(NodeId node, int priority) {
    return new LogPeer(node, priority, "");
  }
}
