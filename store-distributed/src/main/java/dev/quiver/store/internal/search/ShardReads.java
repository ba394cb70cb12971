package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.route.Candidate;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.core.route.Replicas;
import dev.quiver.core.route.RouteRequest;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.internal.shard.Reading;
import dev.quiver.store.internal.shard.ShardDirectory;
import dev.quiver.store.internal.shard.ShardSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks one replica of each shard a read needs. Any thread; blocks until answered. */
final class ShardReads {
  private final ShardDirectory directory;
  private final ReplicaRouter router;

  ShardReads(ShardDirectory directory, ReplicaRouter router) {
    this.directory = directory;
    this.router = router;
  }

  /**
   * The caller closes what it gets.
   *
   * @param affinity equal ones prefer the same nodes under consistent-hash routing
   */
  <T> Gathered<T> ask(List<ShardId> shards, Reading<T> reading, long affinity, ReadTerms terms) {
    ShardSnapshot now = directory.snapshot();
    var required = new HashMap<ShardId, Position>();
    long nanos = System.nanoTime();
    for (ShardId shard : shards) {
      required.put(shard, now.required(shard, terms.freshness(), nanos));
    }
    var replicas = new RequestedReplicas(now, required);
    var routes = router.routes(now.table(), new RouteRequest(shards, replicas, affinity));
    Gathered<T> gathered = new FanOut<>(router, now, reading, terms).ask(routes, required);
    if (!gathered.failures().isEmpty() && !terms.allowPartial()) {
      gathered.close();
      throw refusal(gathered);
    }
    return gathered;
  }

  /** One shard's reason is everybody's when they all have the same; else the shards are named. */
  private static QuiverException refusal(Gathered<?> gathered) {
    Throwable first = gathered.failures().values().iterator().next();
    boolean same =
        gathered.failures().values().stream().allMatch(why -> why.getClass() == first.getClass());
    if (same
        && first instanceof QuiverException why
        && !(why instanceof ShardUnavailableException)) {
      return why;
    }
    return new ShardUnavailableException(
        gathered.failures().keySet(),
        gathered.asked(),
        first instanceof ShardUnavailableException ? null : first);
  }

  private record RequestedReplicas(ShardSnapshot now, Map<ShardId, Position> required)
      implements Replicas {
    @Override
    public Candidate candidate(ShardId shard, NodeId node) {
      return now.hosts().containsKey(node) ? now.board().candidate(shard, node) : Candidate.UNKNOWN;
    }

    @Override
    public Position required(ShardId shard) {
      return required.getOrDefault(shard, Position.NONE);
    }
  }
}
