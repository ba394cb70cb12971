package dev.quiver.store.internal.handoff;

import java.io.Closeable;
import java.io.IOException;

/** Room in a queue for one entry: used once, or given back. One thread. */
public final class Room implements Closeable {
  private final HandoffQueue queue;
  private final long bytes;
  private boolean open = true;

  Room(HandoffQueue queue, long bytes) {
    this.queue = queue;
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  /** On disk when it returns. */
  public void append(byte[] payload, long atMillis) throws IOException {
    if (!open) {
      throw new IllegalStateException("room is used or given back");
    }
    try {
      queue.append(this, payload, atMillis);
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      queue.release(bytes);
    }
  }
}
