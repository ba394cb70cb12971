package dev.quiver.store.internal.transport;

import dev.quiver.core.cluster.NodeId;
import java.io.IOException;

/** Every way between two nodes. What it does to a call happens to the call. */
@FunctionalInterface
interface Link {
  Link OPEN = (from, to) -> {};

  /** Called on the sender's thread before each call: returns, blocks, or throws to lose it. */
  void pass(NodeId from, NodeId to) throws IOException;
}
