package dev.quiver.core.route;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ReplicaState;

/** One replica as its own node last described it: how ready it is, and how far along. */
public record Candidate(ReplicaState state, Position position) {
  /** A replica nobody has heard of. */
  public static final Candidate UNKNOWN = new Candidate(ReplicaState.OFFLINE, Position.NONE);

  public static Candidate serving(Position position) {
    return new Candidate(ReplicaState.SERVING, position);
  }

  boolean isServing() {
    return state == ReplicaState.SERVING;
  }

  /**
   * How far it is from the position a request needs, as the number of binary digits of the missing
   * commands: 0 when it is there. Digits and not commands, because a replica three commands behind
   * is as good as one two behind, and always asking the very first would make it hot.
   */
  int lagDigits(Position required) {
    if (position.isAtLeast(required)) {
      return 0;
    }
    long missing = Math.max(1, required.index() - position.index());
    return Long.SIZE - Long.numberOfLeadingZeros(missing);
  }
}
