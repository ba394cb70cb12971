package dev.quiver.core.ring;

import dev.quiver.core.cluster.ShardId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule that gives every key its shard. It knows the number of shards and nothing about nodes,
 * so records never change their shard because a node comes or goes.
 */
public sealed interface Sharding permits ConsistentSharding, HashSharding, RangeSharding {
  int MAX_SHARDS = 1_000_000;

  /** How many shards there are, numbered from zero without gaps. */
  int shards();

  /** The shard of a key. */
  ShardId shardOf(String key);

  /**
   * The shards that may hold keys from {@code from} to {@code to}, both included, in ascending
   * order. Null leaves that end open. Keys are ordered as {@link String#compareTo} does: by UTF-16
   * code units.
   */
  List<ShardId> shardsTouching(@Nullable String from, @Nullable String to);

  /** Growing from n to n+1 shards moves about 1/(n+1) of the keys, all of them to the new shard. */
  static Sharding consistent(int shards) {
    return new ConsistentSharding(shards);
  }

  /** Even, but nearly every key moves when the number of shards changes. */
  static Sharding hash(int shards) {
    return new HashSharding(shards);
  }

  /** Neighbouring keys stay together: n strictly ascending bounds make n+1 shards. */
  static Sharding range(String... bounds) {
    return new RangeSharding(List.of(bounds));
  }
}
