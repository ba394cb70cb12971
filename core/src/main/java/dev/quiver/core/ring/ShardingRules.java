package dev.quiver.core.ring;

import dev.quiver.core.cluster.ShardId;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the kinds of sharding have in common. */
final class ShardingRules {
  private ShardingRules() {}

  static void requireShards(int shards) {
    if (shards < 1 || shards > Sharding.MAX_SHARDS) {
      throw new IllegalArgumentException(
          "shards must be between 1 and " + Sharding.MAX_SHARDS + ", but was " + shards);
    }
  }

  static void requireAscending(@Nullable String from, @Nullable String to) {
    if (from != null && to != null && from.compareTo(to) > 0) {
      throw new IllegalArgumentException(
          "from must not be after to (\"" + to + "\"), but was \"" + from + "\"");
    }
  }

  static List<ShardId> between(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(ShardId::new).toList();
  }

  /** Hashing scatters a range over all shards; only a range of one key is an exception. */
  static List<ShardId> scattered(Sharding sharding, @Nullable String from, @Nullable String to) {
    requireAscending(from, to);
    return from != null && from.equals(to)
        ? List.of(sharding.shardOf(from))
        : between(0, sharding.shards() - 1);
  }
}
