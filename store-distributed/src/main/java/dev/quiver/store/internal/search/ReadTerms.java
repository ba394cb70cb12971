package dev.quiver.store.internal.search;

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
}
