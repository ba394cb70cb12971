package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.log.LogId;
import dev.quiver.store.internal.log.LogReplica;
import dev.quiver.store.internal.log.ReplicaStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A replica to which nothing happens. */
record StillReplica(NodeId node, Position applied) implements LogReplica {
  @Override
  public LogId log() {
    return new LogId(new UUID(1, 1), "still");
  }

  @Override
  public Position committed() {
    return applied;
  }

  @Override
  public ReplicaStatus status() {
    return new ReplicaStatus(
        node, ReplicaStatus.Phase.OPENING, 1, Optional.empty(), applied, applied, Optional.empty());
  }

  @Override
  public boolean isRebuilding() {
    return false;
  }

  @Override
  public Position awaitApplied(Position position, Duration atMost) {
    return applied;
  }

  @Override
  public Position snapshot() {
    return applied;
  }
}
