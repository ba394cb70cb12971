package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.log.LogId;
import dev.quiver.store.internal.log.LogNetwork;
import dev.quiver.store.internal.log.LogPeer;
import dev.quiver.store.internal.log.ShardLog;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.PlacedCollection;
import dev.quiver.store.internal.replica.ShardReplicaState;
import dev.quiver.store.internal.wire.CommandCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens nodes' replicas of a collection and has them take part in their logs. */
final class ReplicaJoin {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaJoin.class);

  private final PlacedCollection placed;
  private final boolean known;
  private final Meters meters;

  /**
   * @param known whether the collection was ever open, so that a node without a log has lost it
   */
  ReplicaJoin(PlacedCollection placed, boolean known, Meters meters) {
    this.placed = placed;
    this.known = known;
    this.meters = meters;
  }

  static LogId logOf(PlacedCollection placed, ShardId shard) {
    CollectionSettings settings = placed.settings();
    return LogId.of(settings.incarnation(), shard, settings.name());
  }

  /** The first node of a shard is the one that should lead it. */
  static List<LogPeer> peersOf(PlacedCollection placed, ShardId shard) {
    List<NodeId> holders = placed.shardMap().replicasOf(shard);
    var peers = new ArrayList<LogPeer>();
    for (int rank = 0; rank < holders.size(); rank++) {
      peers.add(LogPeer.of(holders.get(rank), holders.size() - rank));
    }
    return peers;
  }

  static List<ShardLog> logs(LogNetwork network, PlacedCollection placed) {
    return placed.shardMap().shardIds().stream()
        .map(shard -> network.log(logOf(placed, shard), peersOf(placed, shard)))
        .toList();
  }

  /**
   * All replicas of these nodes.
   *
   * @param open the nodes that have theirs open already
   */
  List<HostedCollection> on(Collection<EmbeddedNode> nodes, Collection<HostedCollection> open) {
    Map<NodeId, Map<ShardId, HostedReplica>> replicas = new ConcurrentHashMap<>();
    nodes.forEach(node -> replicas.put(node.id(), new ConcurrentHashMap<>()));
    try {
      InParallel.each(
          placed.shardMap().shardIds(),
          shard ->
              join(shard, nodes, open)
                  .forEach((node, replica) -> part(replicas, node).put(shard, replica)));
    } catch (RuntimeException | Error failed) {
      throw Closing.after(failed, () -> Closing.each(nodes, node -> () -> leave(node)));
    }
    return nodes.stream()
        .map(
            node ->
                new HostedCollection(
                    node.id(), part(replicas, node.id()), node.workers(), node.engine()))
        .toList();
  }

  private static Map<ShardId, HostedReplica> part(
      Map<NodeId, Map<ShardId, HostedReplica>> replicas, NodeId node) {
    return Objects.requireNonNull(replicas.get(node));
  }

  private void leave(EmbeddedNode node) {
    Closing.each(
        placed.shardMap().shardIds(), shard -> () -> node.server().leave(logOf(placed, shard)));
  }

  private Map<NodeId, HostedReplica> join(
      ShardId shard, Collection<EmbeddedNode> nodes, Collection<HostedCollection> open) {
    List<NodeId> holders = placed.shardMap().replicasOf(shard);
    List<EmbeddedNode> joining =
        nodes.stream().filter(node -> holders.contains(node.id())).toList();
    int others = (int) open.stream().filter(host -> host.replicas().containsKey(shard)).count();
    String what =
        String.format(Locale.ROOT, "%s of collection %s", shard, placed.settings().name());
    var log =
        new LogJoin<>(
            logOf(placed, shard), peersOf(placed, shard), what, node -> newState(node, what));
    LogJoin.Outcome<ObservedState> outcome = log.on(joining, known, others);
    outcome
        .out()
        .forEach((node, why) -> LOG.warn("{} on {} stays out: {}", what, node, why.getMessage()));
    Map<NodeId, HostedReplica> joined = new HashMap<>();
    outcome
        .joined()
        .forEach(
            (node, part) ->
                joined.put(
                    node, new HostedReplica(part.state().observed(), part.replica(), meters)));
    return joined;
  }

  private ObservedState newState(EmbeddedNode node, String what) {
    CollectionSettings settings = placed.settings();
    var state =
        new ShardReplicaState(
            directory -> node.engine().open(directory, settings.similarity(), settings.index()),
            CommandCodec::decode);
    return new ObservedState(state, node.id(), what + " on " + node.id(), meters);
  }
}
