package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import java.util.Optional;

/**
 * One replica's part in its log, at one moment.
 *
 * @param term the election the replica knows of
 * @param leader who leads, as far as the replica knows
 * @param committed the last command the replica knows to be committed, applied or not
 * @param failure why the replica has {@link Phase#FAILED}
 */
public record ReplicaStatus(
    NodeId node,
    Phase phase,
    long term,
    Optional<NodeId> leader,
    Position applied,
    Position committed,
    Optional<Throwable> failure) {

  /** What a replica is at. */
  public enum Phase {
    /** Opening, or replaced by a snapshot a peer sends. */
    OPENING,
    /** Follows, or stands for election. */
    FOLLOWING,
    LEADING,
    /** Its disk or its state gave up; the node tries again by itself. */
    FAILED,
    /** Left, stopped or cut. Positions are the last ones known. */
    STOPPED
  }

  /** How many log entries are known to be committed and not yet applied. */
  public long lag() {
    return Math.max(0, committed.index() - applied.index());
  }
}
