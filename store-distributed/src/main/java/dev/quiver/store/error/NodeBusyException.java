package dev.quiver.store.error;

import java.util.Locale;

/** A node's queue is full and took no more. Asking the same node again at once makes it worse. */
public final class NodeBusyException extends QuiverException {
  private static final long serialVersionUID = 1;
  private final String node;
  private final String queue;
  private final long bound;

  public NodeBusyException(String node, String queue, long bound) {
    super(
        String.format(
            Locale.ROOT, "%s is busy: its %s holds the %,d it may hold", node, queue, bound));
    this.node = node;
    this.queue = queue;
    this.bound = bound;
  }

  /** Who is busy. */
  public String node() {
    return node;
  }

  /** What is full. */
  public String queue() {
    return queue;
  }

  /** How much it may hold. */
  public long bound() {
    return bound;
  }
}
