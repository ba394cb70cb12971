package dev.quiver.store.internal.transport;

import java.io.IOException;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * The peer is stopped or cut off. Thrown many times a second while it is, hence without a trace.
 */
final class PeerUnreachableException extends IOException {
  PeerUnreachableException(RaftPeerId from, RaftPeerId to) {
    super("node " + to + " cannot be reached from node " + from);
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
