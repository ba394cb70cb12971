package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import java.io.IOException;
import java.time.Duration;

/**
 * One node's copy of one log, from {@link LogServer#join} on. It stays askable after its node has
 * stopped: positions are then the last ones known. Any thread.
 */
public interface LogReplica {
  LogId log();

  NodeId node();

  /** The last command applied here. Never blocks. */
  Position applied();

  /**
   * The last command known here to be committed, whether it has been applied or not: no
   * acknowledged command of this log lies beyond the highest one of all its replicas. May read the
   * log.
   */
  Position committed();

  ReplicaStatus status();

  /**
   * Whether it is being built anew from its peers, and so may lack what it once acknowledged. Never
   * blocks.
   */
  boolean isRebuilding();

  /**
   * Waits until the position has been applied here, the time is over or the replica has stopped,
   * and returns {@link #applied} as it is then. Woken by the apply itself, not by looking again.
   */
  Position awaitApplied(Position position, Duration atMost) throws InterruptedException;

  /**
   * Makes the state durable now and lets the log before it go; the position of the last command
   * that is durable in the state. Blocks.
   */
  Position snapshot() throws IOException;
}
