package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;

/**
 * How the peers of logs talk to each other. Chosen once for a {@link LogNetwork}; to everybody else
 * an opaque value.
 */
public interface LogTransport {

  /** Whether every peer lives in this JVM, so that nobody ever needs a connection. */
  boolean inProcess();

  /** Tells Ratis how to send; once for each server and client. */
  void configure(LogPeer self, RaftProperties properties, Parameters parameters);

  /**
   * Whether a node answers those who ask for its vote in a log.
   *
   * @throws UnsupportedOperationException if this transport has no say in that
   */
  void vote(NodeId node, LogId log, boolean allowed);
}
