package dev.quiver.store.internal.write;

import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.internal.memory.BytePool;
import dev.quiver.store.internal.shard.Deadline;

/**
 * Bounds the bytes that are on their way into the logs of one collection, over all its callers, and
 * of all collections of this JVM. Whoever comes when it is full waits its turn; too many waiting
 * are turned away at once.
 */
public final class WriteAdmission {
  static final int MAX_WAITING = 1_024;

  private final BytePool ofCollection;
  private final BytePool ofJvm;

  /** One collection may take half of what there is, so that no log that hangs stops all others. */
  public WriteAdmission(long maxBytes, BytePool ofJvm) {
    this.ofCollection = new BytePool(Math.min(maxBytes, ofJvm.size() / 2));
    this.ofJvm = ofJvm;
  }

  /** Waits for room until the deadline; false when it is over. */
  boolean admit(int bytes, Deadline deadline) throws InterruptedException {
    if (ofCollection.waiting() >= MAX_WAITING) {
      throw new NodeBusyException("the collection", "queue of writers", MAX_WAITING);
    }
    if (!ofCollection.take(bytes, deadline.remainingNanos())) {
      return false;
    }
    boolean admitted = false;
    try {
      admitted = ofJvm.take(ofAll(bytes), deadline.remainingNanos());
      return admitted;
    } finally {
      if (!admitted) {
        ofCollection.giveBack(bytes);
      }
    }
  }

  void leave(int bytes) {
    ofJvm.giveBack(ofAll(bytes));
    ofCollection.giveBack(bytes);
  }

  /** A command that is larger than the collection's part takes that, and no more. */
  private long ofAll(int bytes) {
    return Math.min(bytes, ofCollection.size() - 1);
  }

  /** How full it is, 0 to 1. */
  public double fill() {
    return ofCollection.fill();
  }
}
