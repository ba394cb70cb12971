package dev.quiver.core.route;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.load.LoadScorer;
import dev.quiver.core.load.NodeLoad;
import dev.quiver.core.placement.ShardMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Decides which replica answers for each shard of a request, and which ones stand by.
 *
 * <h2>Idea</h2>
 *
 * Every policy is an order, and the order has two halves. The first half is not up to the policy: a
 * replica that is loading, or whose node is down, is never asked; of the others, those on an
 * overloaded node come last, before them those on a suspect node, before them those that are behind
 * the position the request needs (furthest behind last). Only replicas that are equal in all of
 * this are ordered by the policy, which gives each a cost. Both halves are packed into one {@code
 * long} per replica ({@link RouteKey}), so the order is a sort of a few numbers and the hot path
 * allocates its result and nothing else.
 *
 * <p>What a policy may know is of two ages. The load scores are shared by everybody and up to a
 * sampling interval old. If they alone decided, every coordinator would send everything to the node
 * that looked best in the last sample until the next one shows it drowned, and then all together to
 * another: a herd. What this coordinator has in flight itself, and how long a node took to answer
 * it, is only a part of the truth but never late. So the default multiplies the two: searches ahead
 * of this one, times the time each takes there, divided by the node's headroom. The fresh part
 * corrects the stale one within a few answers. The measure has a name in the literature, in-flight
 * requests times a moving average of latency; the headroom is ours, and lets a node that is short
 * of memory or busy with others' requests be spared before it gets slow.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Each replica that may be asked is in the order exactly once, so a caller that walks down
 *       the order never asks a dead node, and asks the same one again only after all others.
 *   <li>Equals take turns, per shard. No replica becomes hot because its name sorts first. To make
 *       equals frequent, measured costs are compared coarsely.
 *   <li>A call counts as in flight from {@link #send} until it ends, and ends once ({@link
 *       NodeCall}). Refusals do not touch the latency: a node that is quick at saying no must not
 *       look quick.
 *   <li>Nothing here reads a clock or draws a number of its own. Called from one thread with the
 *       same inputs, a router decides the same again.
 * </ul>
 *
 * <h2>Trade-off</h2>
 *
 * The shards of one request are decided one after the other, each seeing what the request has given
 * to which node so far. That spreads a request evenly, which is best for its slowest part, over as
 * many nodes as hold its shards. Packing it onto few nodes would search more shards together and
 * cost less CPU in all, but leave nodes idle while the request waits. Consistent hashing does pack:
 * the key picks the node, so where nodes hold many of the shards a request stays on few.
 *
 * <p>Threads share a router without locks, save a short one per shard under weighted round robin.
 * Two requests routed at the same instant do not see each other yet; the turn keeps them apart.
 */
public final class ReplicaRouter {
  private final Ranking ranking;
  private final boolean byKey;
  private final LoadScorer scorer;
  private final LongSupplier randomness;
  private final ConcurrentMap<NodeId, NodeTally> tallies = new ConcurrentHashMap<>();
  private ShardTurn[] turns = {};

  /**
   * @param randomness called once per request from many threads; a seeded one makes every decision
   *     replayable
   */
  public ReplicaRouter(RoutingPolicy policy, LoadScorer scorer, LongSupplier randomness) {
    this.ranking = Ranking.of(policy);
    this.byKey = policy instanceof RoutingPolicy.ConsistentHash;
    this.scorer = scorer;
    this.randomness = randomness;
  }

  /**
   * Joins what is known about the cluster. To be called when the map, the view or the loads change,
   * not per request. A node without a load counts as loaded like the mean of the others, so that a
   * new one is neither flooded nor left out.
   */
  public RoutingTable table(ShardMap map, View view, Map<NodeId, NodeLoad> loads) {
    double unknown = loads.values().stream().mapToDouble(scorer::score).average().orElse(0);
    List<NodeId> holders =
        map.replicas().stream().flatMap(List::stream).distinct().sorted().toList();
    var numbers = new HashMap<NodeId, Integer>();
    var contenders = new Contender[holders.size()];
    for (int node = 0; node < contenders.length; node++) {
      NodeId id = holders.get(node);
      numbers.put(id, node);
      NodeLoad load = loads.get(id);
      contenders[node] = contender(view, id, load == null ? unknown : scorer.score(load));
    }
    int[][] nodesOf =
        map.replicas().stream()
            .map(nodes -> nodes.stream().mapToInt(id -> numbers.getOrDefault(id, -1)).toArray())
            .toArray(int[][]::new);
    List<ShardId> shards = IntStream.range(0, map.shards()).mapToObj(ShardId::new).toList();
    tallies.keySet().removeIf(id -> !view.contains(id));
    fade(loads);
    return new RoutingTable(map.epoch(), shards, nodesOf, contenders, turns(map.shards()));
  }

  /** The order in which to ask the replicas of each shard the request needs. */
  public Routes routes(RoutingTable table, RouteRequest request) {
    var routes = new Routes(table, request.shards());
    long random = randomness.getAsLong();
    long draw = byKey ? request.key() : random;
    for (int nth = 0; nth < request.shards().size(); nth++) {
      ShardId shard = request.shards().get(nth);
      routes.open(nth);
      admit(table, shard, request.replicas(), routes);
      if (routes.size() > 0) {
        ranking.rank(routes, table.turn(shard.number()), draw);
      }
      routes.close();
    }
    return routes;
  }

  /** Counts a call to a node as in flight, until the caller reports how it ended. */
  public NodeCall send(NodeId node, int shards, long nowNanos) {
    if (shards < 1) {
      throw new IllegalArgumentException("shards must be at least 1, but was " + shards);
    }
    return new NodeCall(tally(node), shards, nowNanos);
  }

  private static void admit(RoutingTable table, ShardId shard, Replicas replicas, Routes routes) {
    Position required = replicas.required(shard);
    for (int replica = 0; replica < table.replicas(shard.number()); replica++) {
      Contender node = table.contender(table.node(shard.number(), replica));
      if (node.tier() == Contender.NEVER) {
        continue;
      }
      Candidate candidate = replicas.candidate(shard, node.id());
      if (candidate.isServing()) {
        routes.add(RouteKey.of(node.tier(), candidate.lagDigits(required), replica));
      }
    }
  }

  private Contender contender(View view, NodeId id, double score) {
    Node member = view.find(id);
    int weight = member == null ? Node.DEFAULT_WEIGHT : member.weight();
    int tier = Contender.tierOf(view.healthOf(id), scorer.isOverloaded(score));
    return new Contender(id, weight, score, tier, tally(id));
  }

  private void fade(Map<NodeId, NodeLoad> loads) {
    double fastest =
        tallies.values().stream()
            .filter(NodeTally::isTried)
            .mapToDouble(NodeTally::latencyNanos)
            .min()
            .orElse(0);
    if (fastest > 0) {
      loads.forEach((id, load) -> tally(id).fade(load.atNanos(), fastest));
    }
  }

  private NodeTally tally(NodeId node) {
    return tallies.computeIfAbsent(node, id -> new NodeTally());
  }

  private synchronized ShardTurn[] turns(int shards) {
    if (turns.length < shards) {
      ShardTurn[] known = turns;
      turns =
          IntStream.range(0, shards)
              .mapToObj(shard -> shard < known.length ? known[shard] : new ShardTurn(shard))
              .toArray(ShardTurn[]::new);
    }
    return turns;
  }
}
