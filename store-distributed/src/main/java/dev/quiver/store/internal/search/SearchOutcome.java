package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Hit;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The answer to a search and how it came about.
 *
 * @param coverage the share of the shards asked that answered
 * @param positions of the shards that answered, for all of the answer; a shard that was asked twice
 *     and had moved on in between is not among them
 */
public record SearchOutcome(
    List<Hit> hits,
    List<Part> parts,
    double coverage,
    SortedMap<ShardId, Position> positions,
    boolean cacheHit) {
  public SearchOutcome {
    hits = List.copyOf(hits);
    parts = List.copyOf(parts);
    positions = Collections.unmodifiableSortedMap(positions);
  }

  /** Of a collection in which there is nothing to find yet. */
  public static SearchOutcome nothing() {
    return new SearchOutcome(List.of(), List.of(), 1, new TreeMap<>(), false);
  }

  /** Without asking a shard. */
  static SearchOutcome cached(List<Hit> hits) {
    return new SearchOutcome(hits, List.of(), 1, new TreeMap<>(), true);
  }

  /** Which node answered for a shard, and how many hits it put forward for all it was asked. */
  public record Part(ShardId shard, NodeId node, double load, Duration took, int candidates) {}
}
