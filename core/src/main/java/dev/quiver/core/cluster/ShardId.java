package dev.quiver.core.cluster;

/** A shard's number within its collection, counted from zero. */
public record ShardId(int number) implements Comparable<ShardId> {
  public ShardId {
    if (number < 0) {
      throw new IllegalArgumentException("shard must be at least 0, but was " + number);
    }
  }

  @Override
  public int compareTo(ShardId other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return "shard-" + number;
  }
}
