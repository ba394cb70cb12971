package dev.quiver.store.internal.shard;

import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.ring.Sharding;
import dev.quiver.store.internal.model.Partition;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of a collection live, and so whom a request has to ask. Depends on nothing that
 * changes in a collection's life.
 *
 * @param partitionKey the metadata key whose value decides the shard; null: the id does
 */
public record ShardPlan(Sharding sharding, @Nullable String partitionKey) {

  public ShardId shardOf(RecordKey key) {
    String partition = key.partition();
    return sharding.shardOf(partition == null ? key.id() : Partition.homeOf(partition));
  }

  public List<ShardId> all() {
    return IntStream.range(0, sharding.shards()).mapToObj(ShardId::new).toList();
  }

  /** The shards that can hold a match; all of them unless the predicate fixes the partition. */
  public List<ShardId> shardsFor(@Nullable Predicate where) {
    if (partitionKey == null) {
      return all();
    }
    Set<String> homes = Partition.homes(where, partitionKey);
    return homes == null ? all() : distinct(homes);
  }

  /** The shards that can hold records with these ids that match. */
  public List<ShardId> shardsFor(Collection<String> ids, @Nullable Predicate where) {
    return partitionKey == null ? distinct(ids) : shardsFor(where);
  }

  private List<ShardId> distinct(Collection<String> keys) {
    SortedSet<ShardId> shards = new TreeSet<>();
    keys.forEach(key -> shards.add(sharding.shardOf(key)));
    return List.copyOf(shards);
  }
}
