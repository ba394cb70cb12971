package dev.quiver.store.internal.search;

import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.shard.Freshness;

/**
 * Under which terms a read is answered.
 *
 * @param allowPartial whether an answer from some of the shards will do
 * @param isToKeep whether the answer is to be kept for others, and so worth being of the newest
 */
public record ReadTerms(
    Freshness freshness, Deadline deadline, boolean allowPartial, boolean isToKeep) {

  public ReadTerms(Freshness freshness, Deadline deadline, boolean allowPartial) {
    this(freshness, deadline, allowPartial, false);
  }

  /** The same terms, but all shards or none. */
  public ReadTerms whole() {
    return allowPartial ? new ReadTerms(freshness, deadline, false, isToKeep) : this;
  }

  /** The same terms for an answer that is to be kept. Eventual reads take what is there. */
  ReadTerms toKeep() {
    boolean worthIt = !(freshness instanceof Freshness.Eventual);
    return new ReadTerms(freshness, deadline, allowPartial, worthIt);
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
