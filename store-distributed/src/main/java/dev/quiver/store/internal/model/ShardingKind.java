package dev.quiver.store.internal.model;

/** By which rule a record's key decides its shard. */
public enum ShardingKind {
  CONSISTENT_HASH,
  HASH,
  /** By the bounds among the collection's settings. */
  RANGE
}
