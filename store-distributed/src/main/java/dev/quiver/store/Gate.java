package dev.quiver.store;

import java.util.function.Supplier;

/** What every call to a store passes: shut for good once the store is closed. Any thread. */
final class Gate {
  private final String what;
  private volatile boolean shut;

  /**
   * @param what is shut, for messages
   */
  Gate(String what) {
    this.what = what;
  }

  void run(Runnable task) {
    call(
        () -> {
          task.run();
          return Boolean.TRUE;
        });
  }

  <T> T call(Supplier<T> task) {
    requireOpen();
    try {
      return task.get();
    } catch (RuntimeException failed) {
      if (shut && !(failed instanceof IllegalArgumentException)) {
        throw new IllegalStateException(what + " was closed during the call", failed);
      }
      throw failed;
    }
  }

  private void requireOpen() {
    if (shut) {
      throw new IllegalStateException(what + " is closed");
    }
  }

  /** Returns whether it was open until now. */
  synchronized boolean shut() {
    boolean wasOpen = !shut;
    shut = true;
    return wasOpen;
  }
}
