package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.route.Candidate;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.core.route.Replicas;
import dev.quiver.core.route.RouteRequest;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.shard.ShardDirectory;
import dev.quiver.store.internal.shard.ShardSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Asks one replica of each shard a read needs. Any thread; blocks until answered. */
final class ShardReads {
  private final ShardDirectory directory;
  private final ReplicaRouter router;
  private final Experience experience;

  ShardReads(ShardDirectory directory, ReplicaRouter router, Experience experience) {
    this.directory = directory;
    this.router = router;
    this.experience = experience;
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
    Gathered<T> gathered =
        new FanOut<>(router, now, reading, terms, experience).ask(routes, required);
    if (!gathered.failures().isEmpty() && !terms.allowPartial()) {
      gathered.close();
      throw refusal(gathered, terms);
    }
    return gathered;
  }

  /** The shards are named; a reason of its own type that they all share keeps that type. */
  private static QuiverException refusal(Gathered<?> gathered, ReadTerms terms) {
    Set<ShardId> missing = gathered.failures().keySet();
    Throwable first = gathered.failures().values().iterator().next();
    boolean same =
        gathered.failures().values().stream().allMatch(why -> why.getClass() == first.getClass());
    if (same && first instanceof DeadlineExceededException) {
      String what =
          String.format(Locale.ROOT, "the read from %s of %d asked", missing, gathered.asked());
      return new DeadlineExceededException(what, terms.deadline().budget());
    }
    if (same && (first instanceof ReplicaBehindException || first instanceof NodeBusyException)) {
      return (QuiverException) first;
    }
    return new ShardUnavailableException(
        missing, gathered.asked(), first instanceof ShardUnavailableException ? null : first);
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
