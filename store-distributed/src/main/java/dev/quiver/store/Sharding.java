package dev.quiver.store;

import java.util.List;

/** How a record's key decides its shard; fixed for a collection's life. */
public sealed interface Sharding {

  /** Jump consistent hashing: evenly spread, and a further shard would move only its own share. */
  static Sharding consistentHash() {
    return new ConsistentHash();
  }

  /** Hash modulo shards. */
  static Sharding hash() {
    return new Hash();
  }

  /**
   * By order: keys below the first bound to the first shard, keys from the last bound on to the
   * last. Bounds ascend strictly, in the order of {@link String#compareTo}; n bounds make n + 1
   * shards.
   */
  static Sharding range(String... bounds) {
    return new Range(List.of(bounds));
  }

  /** See {@link #consistentHash()}. */
  record ConsistentHash() implements Sharding {}

  /** See {@link #hash()}. */
  record Hash() implements Sharding {}

  /** See {@link #range}. */
  record Range(List<String> bounds) implements Sharding {
    public Range {
      bounds = List.copyOf(bounds);
      if (bounds.isEmpty()) {
        throw new IllegalArgumentException("bounds must hold at least one bound, but was []");
      }
      for (int i = 1; i < bounds.size(); i++) {
        if (bounds.get(i - 1).compareTo(bounds.get(i)) >= 0) {
          throw new IllegalArgumentException(
              "bounds must ascend strictly, but \""
                  + bounds.get(i - 1)
                  + "\" stands before \""
                  + bounds.get(i)
                  + "\"");
        }
      }
    }
  }
}
