package dev.quiver.core.ring;

import dev.quiver.core.cluster.ShardId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sharding by the remainder of the unsigned hash: no shard is likelier than another by more than
 * one part in 2<sup>44</sup>.
 */
public record HashSharding(int shards) implements Sharding {
  public HashSharding {
    ShardingRules.requireShards(shards);
  }

  @Override
  public ShardId shardOf(String key) {
    return new ShardId((int) Long.remainderUnsigned(StableHash.of(key), shards));
  }

  @Override
  public List<ShardId> shardsTouching(@Nullable String from, @Nullable String to) {
    return ShardingRules.scattered(this, from, to);
  }
}
