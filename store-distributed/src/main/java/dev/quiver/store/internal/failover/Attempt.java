package dev.quiver.store.internal.failover;

import java.util.concurrent.CompletableFuture;

/**
 * One call under way at a cluster.
 *
 * @param result completes when the call has ended, and not before
 */
record Attempt<T>(Thread thread, CompletableFuture<T> result) {

  /** Nobody waits any more. What the call does with it is its affair. */
  void abandon() {
    thread.interrupt();
  }
}
