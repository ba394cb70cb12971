package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.port.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Shows what was acknowledged to readers of every consistency level: all replicas that are up apply
 * it, then take a new view. Eventual reads are answered from the view that is there.
 */
final class Refresh {
  private final List<Position> acknowledged;
  private final Deadline deadline;

  private Refresh(List<Position> acknowledged, Deadline deadline) {
    this.acknowledged = acknowledged;
    this.deadline = deadline;
  }

  static void all(OpenCollection collection, Duration timeout) {
    var refresh = new Refresh(collection.acknowledged(), Deadline.after(timeout));
    InParallel.each(List.copyOf(collection.hosts().values()), refresh::host);
  }

  private void host(HostedCollection host) {
    host.replicas().forEach((shard, replica) -> replica(host, shard, replica));
  }

  private void replica(HostedCollection host, ShardId shard, HostedReplica replica) {
    Position required = acknowledged.get(shard.number());
    try {
      Duration left = Duration.ofNanos(Math.max(1, deadline.remainingNanos()));
      Position reached = replica.log().awaitApplied(required, left);
      if (!reached.isAtLeast(required)) {
        throw new ReplicaBehindException(host.node().value(), shard, required, reached);
      }
      replica.readApplied().close();
    } catch (IOException unreadable) {
      throw new StoreUnavailableException(
          String.format(Locale.ROOT, "%s cannot read %s: %s", host.node(), shard, unreadable),
          unreadable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("the flush was interrupted", interrupted);
    }
  }
}
