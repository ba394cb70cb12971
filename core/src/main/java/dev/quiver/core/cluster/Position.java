package dev.quiver.core.cluster;

/**
 * How far a shard's log has been applied: term and index of the last <em>command</em>. Raft's own
 * bookkeeping entries do not move it, so two replicas with equal positions hold equal content.
 */
public record Position(long term, long index) implements Comparable<Position> {
  /** Before the first command. */
  public static final Position NONE = new Position(0, 0);

  public Position {
    if (term < 0 || index < 0) {
      throw new IllegalArgumentException(
          "position must not be negative, but was (" + term + ", " + index + ")");
    }
  }

  public boolean isAtLeast(Position other) {
    return compareTo(other) >= 0;
  }

  /** The later of the two. */
  public Position max(Position other) {
    return isAtLeast(other) ? this : other;
  }

  /** By index alone would do on one history; term first keeps the order total across restores. */
  @Override
  public int compareTo(Position other) {
    int byTerm = Long.compare(term, other.term);
    return byTerm != 0 ? byTerm : Long.compare(index, other.index);
  }

  @Override
  public String toString() {
    return term + ":" + index;
  }
}
