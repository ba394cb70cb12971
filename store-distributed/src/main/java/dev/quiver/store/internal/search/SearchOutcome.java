package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Hit;
import java.time.Duration;
import java.util.List;

/**
 * The answer to a search and how it came about.
 *
 * @param coverage the share of the shards asked that answered
 */
public record SearchOutcome(List<Hit> hits, List<Part> parts, double coverage, boolean cacheHit) {
  public SearchOutcome {
    hits = List.copyOf(hits);
    parts = List.copyOf(parts);
  }

  /** Which node answered for a shard, and how many hits it put forward for all it was asked. */
  public record Part(ShardId shard, NodeId node, double load, Duration took, int candidates) {}
}
