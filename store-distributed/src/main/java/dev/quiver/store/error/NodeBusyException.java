package dev.quiver.store.error;

import java.util.Locale;

/** A node's queue is full and took no more. Asking the same node again at once makes it worse. */
public final class NodeBusyException extends QuiverException {
  private static final long serialVersionUID = 1;

  public NodeBusyException(String node, String queue, long bound) {
    super(
        String.format(
            Locale.ROOT, "%s is busy: its %s holds the %,d it may hold", node, queue, bound));
  }
}
