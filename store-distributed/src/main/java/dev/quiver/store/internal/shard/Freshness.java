package dev.quiver.store.internal.shard;

import dev.quiver.core.cluster.Position;
import java.time.Duration;
import java.util.List;

/** How much of what was written a read must see, as positions can say it. */
public sealed interface Freshness {

  /** Everything acknowledged, or known to be committed. */
  record Strong() implements Freshness {}

  /** Everything acknowledged longer ago than this. */
  record Bounded(Duration lag) implements Freshness {}

  /** Everything up to these positions, one per shard. */
  record Session(List<Position> positions) implements Freshness {
    public Session {
      positions = List.copyOf(positions);
    }
  }

  /** Whatever is there, as it was last refreshed. */
  record Eventual() implements Freshness {}
}
