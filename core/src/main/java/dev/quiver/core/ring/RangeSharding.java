package dev.quiver.core.ring;

import dev.quiver.core.cluster.ShardId;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sharding by key order: shard i holds the keys from bound i-1, included, to bound i, excluded.
 *
 * @param bounds strictly ascending as {@link String#compareTo} orders: by UTF-16 code units, in
 *     which characters outside the basic plane come before U+E000, unlike in UTF-8
 */
public record RangeSharding(List<String> bounds) implements Sharding {
  public RangeSharding {
    bounds = List.copyOf(bounds);
    ShardingRules.requireShards(bounds.size() + 1);
    for (int i = 1; i < bounds.size(); i++) {
      if (bounds.get(i - 1).compareTo(bounds.get(i)) >= 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "bounds must be strictly ascending, but \"%s\" is followed by \"%s\"",
                bounds.get(i - 1),
                bounds.get(i)));
      }
    }
  }

  @Override
  public int shards() {
    return bounds.size() + 1;
  }

  @Override
  public ShardId shardOf(String key) {
    return new ShardId(indexOf(key));
  }

  @Override
  public List<ShardId> shardsTouching(@Nullable String from, @Nullable String to) {
    ShardingRules.requireAscending(from, to);
    int first = from == null ? 0 : indexOf(from);
    int last = to == null ? bounds.size() : indexOf(to);
    return ShardingRules.between(first, last);
  }

  private int indexOf(String key) {
    int found = Collections.binarySearch(bounds, key);
    return found >= 0 ? found + 1 : -found - 1;
  }
}
