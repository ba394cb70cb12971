package dev.quiver.store;

import java.util.function.Supplier;

/** What every call to a store passes: shut for good once the store is closed. Any thread. */
final class Gate {
  private final String collection;
  private volatile boolean shut;

  Gate(String collection) {
    this.collection = collection;
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
        throw new IllegalStateException(
            "store of collection " + collection + " was closed during the call", failed);
      }
      throw failed;
    }
  }

  private void requireOpen() {
    if (shut) {
      throw new IllegalStateException("store of collection " + collection + " is closed");
    }
  }

  void shut() {
    shut = true;
  }
}
