package dev.quiver.store.internal.failover;

import dev.quiver.store.internal.model.Command;
import java.time.Duration;

/**
 * Port: one cluster, as its client shows it. Called by many threads at a time. A call may block for
 * ever, unless the cluster keeps to its time; it may fail with anything, take effect after it has
 * failed, and be interrupted.
 *
 * @param <Q> a search
 * @param <A> its answer
 */
public interface Backend<Q, A> {
  /** Whether its calls end within the time they are given, come what may. */
  boolean keepsTime();

  A search(Q query, Duration patience);

  void apply(Command command, Duration patience);

  /**
   * Applies a command that may have been applied before, whole or in part, so that none can tell.
   */
  void reapply(Command command, Duration patience);

  /** A call that tells whether the cluster serves searches. */
  void probe(Duration patience);

  /** Whether what a call threw is about its arguments, so that every cluster would throw it. */
  boolean isCallersFault(Throwable thrown);
}
