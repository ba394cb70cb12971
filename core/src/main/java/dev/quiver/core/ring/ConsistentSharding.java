package dev.quiver.core.ring;

import com.dynatrace.hash4j.consistent.ConsistentBucketHasher;
import com.dynatrace.hash4j.consistent.ConsistentHashing;
import dev.quiver.core.cluster.ShardId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sharding by JumpBackHash over SplitMix64: as even and as stable as jump hash, in constant time.
 */
public record ConsistentSharding(int shards) implements Sharding {
  private static final ConsistentBucketHasher JUMP_BACK =
      ConsistentHashing.jumpBackHashSplitMix64();

  public ConsistentSharding {
    ShardingRules.requireShards(shards);
  }

  @Override
  public ShardId shardOf(String key) {
    return new ShardId(JUMP_BACK.getBucket(StableHash.of(key), shards));
  }

  @Override
  public List<ShardId> shardsTouching(@Nullable String from, @Nullable String to) {
    return ShardingRules.scattered(this, from, to);
  }
}
