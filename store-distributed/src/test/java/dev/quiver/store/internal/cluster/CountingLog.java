package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.log.LogId;
import dev.quiver.store.internal.log.LogReplica;
import dev.quiver.store.internal.log.ReplicaStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often a replica is made durable. */
record CountingLog(LogReplica counted, AtomicInteger snapshots) implements LogReplica {
  @Override
  public LogId log() {
    return counted.log();
  }

  @Override
  public NodeId node() {
    return counted.node();
  }

  @Override
  public Position applied() {
    return counted.applied();
  }

  @Override
  public Position committed() {
    return counted.committed();
  }

  @Override
  public ReplicaStatus status() {
    return counted.status();
  }

  @Override
  public boolean isRebuilding() {
    return counted.isRebuilding();
  }

  @Override
  public Position awaitApplied(Position position, Duration atMost) throws InterruptedException {
    return counted.awaitApplied(position, atMost);
  }

  @Override
  public Position snapshot() throws IOException {
    snapshots.incrementAndGet();
    return counted.snapshot();
  }
}
