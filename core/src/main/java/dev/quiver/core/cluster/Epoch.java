package dev.quiver.core.cluster;

/** The version of a view or a shard map: grows by one with every change, never goes back. */
public record Epoch(long number) implements Comparable<Epoch> {
  public static final Epoch FIRST = new Epoch(1);

  public Epoch {
    if (number < 1) {
      throw new IllegalArgumentException("epoch must be at least 1, but was " + number);
    }
  }

  public Epoch next() {
    return new Epoch(number + 1);
  }

  @Override
  public int compareTo(Epoch other) {
    return Long.compare(number, other.number);
  }
}
