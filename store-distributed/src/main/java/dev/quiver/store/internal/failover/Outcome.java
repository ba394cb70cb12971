package dev.quiver.store.internal.failover;

/** How an attempt at one cluster ended, as far as the one who waits for it can say. */
sealed interface Outcome<T> {

  /** The cluster did it. */
  record Done<T>(T value) implements Outcome<T> {}

  /** The arguments are to blame: no cluster would do it. */
  record Refused<T>(RuntimeException why) implements Outcome<T> {}

  /**
   * The cluster did not do it, or did not say so.
   *
   * @param begun whether anything was sent, so that it may have happened all the same
   */
  record Failed<T>(Throwable why, boolean begun) implements Outcome<T> {}
}
