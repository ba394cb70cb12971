package dev.quiver.store.internal.cluster;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A step that has to be taken whole, on a thread of its own that nobody interrupts. The caller
 * waits for it, and finds its own interruption again afterwards. Files and logs that are opened or
 * closed by an interrupted thread may be left half open.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  static void run(String name, Runnable step) {
    var task = new FutureTask<Void>(step, null);
    Thread.ofVirtual().name("quiver-" + name).start(task);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException later) {
          interrupted = true;
        } catch (ExecutionException failed) {
          throw InParallel.unchecked(failed);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
