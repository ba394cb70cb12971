package dev.quiver.store.internal.search;

import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.internal.shard.Deadline;
import dev.quiver.store.internal.shard.Freshness;

/**
 * Under which terms a read is answered.
 *
 * @param allowPartial whether an answer from some of the shards will do
 */
public record ReadTerms(Freshness freshness, Deadline deadline, boolean allowPartial) {

  /** The same terms, but all shards or none. */
  public ReadTerms whole() {
    return allowPartial ? new ReadTerms(freshness, deadline, false) : this;
  }

  /**
   * To be asked before each record that was found is read: that, too, must be done by the deadline.
   * Where part of an answer will do, it may have been the deadline that made it one.
   *
   * @throws DeadlineExceededException if it is over
   */
  void requireTimeToRead() {
    if (!allowPartial && deadline.isOver()) {
      throw new DeadlineExceededException("reading what was found", deadline.budget());
    }
  }
}
