package dev.quiver.store.internal.search;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.failover.BreakerPolicy;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.placement.ShardMap;
import dev.quiver.core.route.Candidate;
import dev.quiver.core.route.ReplicaRouter;
import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.meter.MicrometerMeters;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.shard.Freshness;
import dev.quiver.store.internal.shard.ReplicaBoard;
import dev.quiver.store.internal.shard.ShardHost;
import dev.quiver.store.internal.shard.ShardProgress;
import dev.quiver.store.internal.shard.ShardSnapshot;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Three nodes, and the reads of one coordinator. The lower a node's number, the nearer its replicas
 * are to the position wanted, so it is preferred.
 */
final class FakeCluster implements ReplicaBoard {
  static final Reading<Long> COUNT = new Reading.Count(null);
  private static final long LATEST = 1_000;
  private static final BreakerPolicy BREAKER =
      new BreakerPolicy(0.5, 10, 4, Duration.ofHours(1), 1);

  final List<FakeHost> nodes =
      IntStream.range(0, 3).mapToObj(n -> new FakeHost(new NodeId("node-" + n))).toList();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Experience experience =
      new Experience(BREAKER, new MicrometerMeters(registry, "test"));
  private final ReplicaRouter router =
      new ReplicaRouter(RoutingPolicy.roundRobin(), LoadScorer.DEFAULTS, () -> 0);

  FakeHost node(int number) {
    return nodes.get(number);
  }

  /** Counts over shards held by these nodes, by number. */
  long count(List<List<Integer>> holders) {
    try (Gathered<Long> gathered = gather(false, holders)) {
      return gathered.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  Gathered<Long> gather(boolean partial, List<List<Integer>> holders) {
    var replicas =
        holders.stream()
            .map(numbers -> numbers.stream().map(n -> node(n).node()).toList())
            .toList();
    var map = new ShardMap(Epoch.FIRST, replicas);
    View view = View.of(nodes.stream().map(host -> Node.named(host.node().value())).toList());
    Map<NodeId, ShardHost> hosts = new HashMap<>();
    nodes.forEach(host -> hosts.put(host.node(), host));
    List<ShardId> shards = map.shardIds();
    var now =
        new ShardSnapshot(
            new UUID(1, 1),
            router.table(map, view, Map.of()),
            hosts,
            this,
            shards.stream().map(shard -> new Position(1, LATEST)).toList(),
            shards.stream().map(shard -> new ShardProgress()).toList());
    var terms =
        new ReadTerms(new Freshness.Strong(), Deadline.after(Duration.ofSeconds(10)), partial);
    return new ShardReads(() -> now, router, experience).ask(shards, COUNT, 0, terms);
  }

  @Override
  public Candidate candidate(ShardId shard, NodeId node) {
    long missing = node.value().equals("node-0") ? 0 : node.value().equals("node-1") ? 10 : 500;
    return Candidate.serving(new Position(1, LATEST - missing));
  }

  @Override
  public double load(NodeId node) {
    return 0;
  }

  /** From now on a count is late after a millisecond, on whichever node. */
  FakeCluster knowsHowLongACountTakes() {
    for (int i = 0; i < 40; i++) {
      nodes.forEach(host -> experience.took(host.node(), COUNT, 1_000));
    }
    return this;
  }

  FakeCluster mayHedge(int extra) {
    for (int i = 0; i < extra * HedgeBudget.REQUESTS_PER_EXTRA; i++) {
      experience.budget().earn();
    }
    return this;
  }

  boolean isShunned(int number) {
    return experience.isShunned(node(number).node(), System.nanoTime());
  }

  /** How often any node was asked for this reason. */
  int asked(Meters.Cause cause) {
    return (int)
        registry
            .find("quiver.asks")
            .tag("cause", cause.name().toLowerCase(Locale.ROOT))
            .counters()
            .stream()
            .mapToDouble(Counter::count)
            .sum();
  }

  /** How often this replica was asked, as the meter says. */
  int reads(int shard, int number) {
    Counter counter =
        registry
            .find("quiver.reads")
            .tag("shard", Integer.toString(shard))
            .tag("node", node(number).node().value())
            .counter();
    return counter == null ? 0 : (int) counter.count();
  }
}
