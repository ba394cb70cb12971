package dev.quiver.store.internal.failover;

import dev.quiver.store.internal.model.Command;
import java.time.Duration;

/**
 * Port: one cluster, as its client shows it. Called by many threads at a time. A call may block for
 * ever, fail with anything, and take effect after it has failed. It may be interrupted.
 *
 * @param <Q> a search
 * @param <A> its answer
 */
public interface Backend<Q, A> {
  A search(Q query);

  void apply(Command command);

  /**
   * Applies a command that may have been applied before, whole or in part, so that none can tell.
   */
  void reapply(Command command);

  /** Whether calls can be made that end, if need be with an exception, when their time is over. */
  boolean keepsTime();

  /** Such a search. */
  A search(Q query, Duration patience);

  /** Such a write; of one that may have been made before, too. */
  void apply(Command command, Duration patience);

  /** A call that tells whether the cluster serves searches. */
  void probe();

  /** Whether what a call threw is about its arguments, so that every cluster would throw it. */
  boolean isCallersFault(Throwable thrown);
}
