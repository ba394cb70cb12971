package dev.quiver.core.placement;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Health;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.View;
import dev.quiver.core.ring.HashRing;
import dev.quiver.core.ring.StableHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which node holds which shard: a pure function of the view, what the collection wants, and the
 * current map.
 *
 * <p><b>Idea.</b> A ring with bounded load. Every shard has a point on the ring and goes to the
 * first nodes from there on that have room. The ring alone would leave the fullest node some 20 %
 * above the mean; so each node has a ceiling, its fair share rounded up, and a floor, the same
 * share rounded down, and a full node is passed over. Near the end of the walk the last shards can
 * get stuck: the nodes with room hold them already, or are in the wrong zone. Then the shortest
 * chain of hand-overs is sought that makes room, as in any bipartite matching.
 *
 * <p><b>What wins.</b> In this order:
 *
 * <ol>
 *   <li>no replica on a node that is down, and no two of a shard on one node; where fewer nodes are
 *       left than replicas are wanted, each node gets one;
 *   <li>zones: the replicas of a shard are spread over the zones as evenly as the zones have nodes,
 *       so on distinct ones while zones last, because a zone that takes two of three replicas along
 *       when it fails has cost the shard its majority;
 *   <li>the bound: no node above its share rounded up, nor below it rounded down. The share is by
 *       weight, after the two rules above have taken their due: one of five nodes that is alone in
 *       one of two zones holds every shard, whatever its weight. With one zone, or zones of like
 *       weight, the share is plainly shards × replicas × weight / sum of weights;
 *   <li>the current map: what can stay, stays;
 *   <li>the ring's order.
 * </ol>
 *
 * <p><b>Invariants.</b> The first three rules never conflict. Give each shard the same fraction of
 * a replica on each node, its share divided by the number of shards: that is at most one per node,
 * within the limits of each zone, and adds up to the replicas. So a fractional solution of the flow
 * problem exists, all its limits are integers, and hence a whole one exists too; augmenting chains
 * find it. Leaders are chosen the same way: each node leads its replicas divided by the number of
 * replicas, rounded down or up. Placing again what was placed changes nothing, not even the epoch.
 * Nothing depends on the iteration order of a hash table.
 *
 * <p><b>Trade-off.</b> Chains are shortest one by one, which is not always the fewest moves in
 * total; a minimum-cost flow would be, at a cost that grows with shards × nodes. Measured, the sum
 * stays within a few per cent of a lower bound when one node comes or goes. And a bound as tight as
 * this gives up some of the ring's stability without a current map: two maps placed from scratch
 * for n and n+1 nodes differ by more than 1/n. That is what the current map is for.
 */
public final class Placement {
  private static final int UNUSABLE = -1;

  private final List<Node> nodes;
  private final Map<NodeId, Integer> indexes = new HashMap<>();
  private final PlacementRequest request;
  private final int replicas;

  private Placement(List<Node> nodes, PlacementRequest request) {
    this.nodes = nodes;
    this.request = request;
    this.replicas = Math.min(request.replicas(), nodes.size());
    nodes.forEach(node -> indexes.put(node.id(), indexes.size()));
  }

  /**
   * The map for this view. Its epoch follows that of the current map; where nothing changes, the
   * current map is returned.
   */
  public static ShardMap place(View view, PlacementRequest request, @Nullable ShardMap current) {
    if (request.replicas() > view.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "replicas must be between 1 and nodes (%d), but was %d",
              view.size(),
              request.replicas()));
    }
    if (current != null && current.shards() != request.shards()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shards must be those of the current map (%d), but was %d",
              current.shards(),
              request.shards()));
    }
    List<Node> usable =
        view.nodes().stream().filter(n -> view.healthOf(n.id()) != Health.DOWN).toList();
    if (usable.isEmpty()) {
      throw new IllegalArgumentException(
          "nodes that are not down must be at least 1, but was 0 of " + view.size());
    }
    List<List<NodeId>> placed = new Placement(usable, request).place(current);
    if (current == null) {
      return new ShardMap(Epoch.FIRST, placed);
    }
    return placed.equals(current.replicas())
        ? current
        : new ShardMap(current.epoch().next(), placed);
  }

  private List<List<NodeId>> place(@Nullable ShardMap current) {
    var zones = new Zones(nodes, replicas);
    var share = new FairShare(nodes, zones, request.shards(), replicas);
    var ring = HashRing.of(nodes, request.virtualNodes());
    var spread = new ReplicaSpread(ring, points(), zones, share, replicas);
    if (current != null) {
      spread.keep(survivors(current, zones, share));
    }
    spread.complete();
    var leaders = new LeaderSpread(spread, request.shards(), replicas, nodes.size());
    if (current != null) {
      for (int shard = 0; shard < request.shards(); shard++) {
        leaders.keep(
            shard, indexes.getOrDefault(current.replicas().get(shard).getFirst(), UNUSABLE));
      }
    }
    leaders.complete();
    return IntStream.range(0, request.shards())
        .mapToObj(shard -> leaderFirst(leaders.leader(shard), spread.holders(shard)))
        .toList();
  }

  private long[] points() {
    String prefix = request.collection() + '#';
    return IntStream.range(0, request.shards()).mapToLong(i -> StableHash.of(prefix + i)).toArray();
  }

  private Survivors survivors(ShardMap current, Zones zones, FairShare share) {
    var survivors = new Survivors(zones, share, replicas, nodes.size());
    for (List<NodeId> holders : current.replicas()) {
      survivors.add(
          holders.stream()
              .mapToInt(id -> indexes.getOrDefault(id, UNUSABLE))
              .filter(node -> node != UNUSABLE)
              .toArray());
    }
    survivors.trim();
    return survivors;
  }

  private List<NodeId> leaderFirst(int leader, int[] holders) {
    var ids = new ArrayList<NodeId>(holders.length);
    ids.add(nodes.get(leader).id());
    for (int holder : holders) {
      if (holder != leader) {
        ids.add(nodes.get(holder).id());
      }
    }
    return ids;
  }
}
