package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * What a read would see and what it has to, at the moment it came in.
 *
 * @param latest by shard asked: a position that no acknowledged write lies beyond
 * @param required by shard asked: the position that the read's freshness needs
 */
record ReadPoint(
    UUID incarnation, SortedMap<ShardId, Position> latest, SortedMap<ShardId, Position> required) {

  /** Whether an answer at the latest positions is fresh enough; a session may know better. */
  boolean isLatestEnough() {
    return covers(latest, required);
  }

  /** Whether an answer from these positions is no older than the latest ones were. */
  boolean isAtLatest(Map<ShardId, Position> positions) {
    return covers(positions, latest);
  }

  /** Whether an answer from these positions is fresh enough. */
  boolean isMetBy(Map<ShardId, Position> positions) {
    return covers(positions, required);
  }

  private static boolean covers(Map<ShardId, Position> have, Map<ShardId, Position> need) {
    return need.entrySet().stream()
        .allMatch(
            next -> {
              Position position = have.get(next.getKey());
              return position != null && position.isAtLeast(next.getValue());
            });
  }
}
