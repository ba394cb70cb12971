package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The group of a node's Ratis threads: what escapes one of them is logged, not printed. */
final class NodeThreads extends ThreadGroup {
  private static final Logger LOG = LoggerFactory.getLogger(NodeThreads.class);

  private final NodeId node;
  private final BooleanSupplier closed;

  NodeThreads(NodeId node, BooleanSupplier closed) {
    super("quiver-" + node);
    this.node = node;
    this.closed = closed;
  }

  /** While a server closes, its threads find each other's logs closed; Ratis lets that escape. */
  @Override
  public void uncaughtException(Thread thread, Throwable e) {
    if (closed.getAsBoolean()) {
      LOG.debug("node {}: {} ended while the node closed", node, thread.getName(), e);
    } else {
      LOG.error("node {}: {} ended", node, thread.getName(), e);
    }
  }
}
