package dev.quiver.store.internal.shard;

/** Who holds a collection's shards, right now. */
@FunctionalInterface
public interface ShardDirectory {

  /** One view for a whole request. Any thread; never blocks. */
  ShardSnapshot snapshot();
}
