package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.cluster.KnownReplicas.Replica;
import dev.quiver.store.internal.log.LogId;
import dev.quiver.store.internal.log.LogNetwork;
import dev.quiver.store.internal.log.LogPeer;
import dev.quiver.store.internal.log.ShardLog;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.PlacedCollection;
import dev.quiver.store.internal.replica.ShardReplicaState;
import dev.quiver.store.internal.wire.CommandCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens nodes' replicas of a collection and has them take part in their logs. */
final class ReplicaJoin {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaJoin.class);

  private final PlacedCollection placed;
  private final KnownReplicas known;
  private final Meters meters;

  ReplicaJoin(OpenCollection collection, KnownReplicas known) {
    this.placed = collection.placed();
    this.known = known;
    this.meters = collection.meters();
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

  /** Has all nodes that are up take no part any more in the logs of a collection. */
  static void leave(OpenCollection collection, Map<NodeId, EmbeddedNode> nodes) {
    collection.stop();
    List<Runnable> steps = new ArrayList<>();
    for (HostedCollection host : collection.hosts().values()) {
      EmbeddedNode node = nodes.get(host.node());
      if (node != null) {
        for (ShardId shard : host.replicas().keySet()) {
          steps.add(() -> leave(node, collection.log(shard).id()));
        }
      }
    }
    InParallel.each(steps, Runnable::run);
  }

  private static void leave(EmbeddedNode node, LogId log) {
    try {
      node.server().leave(log);
    } catch (IOException failed) {
      throw new StoreUnavailableException(
          String.format(Locale.ROOT, "%s on %s could not be closed: %s", log, node.id(), failed),
          failed);
    }
  }

  private Map<NodeId, HostedReplica> join(
      ShardId shard, Collection<EmbeddedNode> nodes, Collection<HostedCollection> open) {
    List<NodeId> holders = placed.shardMap().replicasOf(shard);
    List<EmbeddedNode> joining =
        nodes.stream().filter(node -> holders.contains(node.id())).toList();
    LogJoin<ObservedState> log = logJoin(shard);
    LogJoin.Outcome<ObservedState> outcome =
        log.on(
            joining,
            node -> known.isKnown(incarnation(), new Replica(log.log(), node)),
            whole(shard, open));
    outcome
        .out()
        .forEach(
            (node, why) -> LOG.warn("{} on {} stays out: {}", log.what(), node, why.getMessage()));
    Map<NodeId, HostedReplica> joined = new HashMap<>();
    outcome.joined().forEach((node, part) -> joined.put(node, hosted(part)));
    return joined;
  }

  private UUID incarnation() {
    return placed.settings().incarnation();
  }

  private LogJoin<ObservedState> logJoin(ShardId shard) {
    String what =
        String.format(Locale.ROOT, "%s of collection %s", shard, placed.settings().name());
    return new LogJoin<>(
        logOf(placed, shard), peersOf(placed, shard), what, node -> newState(node, what));
  }

  private HostedReplica hosted(LogJoin.Joined<ObservedState> part) {
    return new HostedReplica(part.state().observed(), part.replica(), meters);
  }

  private static Set<NodeId> whole(ShardId shard, Collection<HostedCollection> hosts) {
    Set<NodeId> whole = new TreeSet<>();
    for (HostedCollection host : hosts) {
      HostedReplica replica = host.replicas().get(shard);
      if (replica != null && replica.isWhole()) {
        whole.add(host.node());
      }
    }
    return whole;
  }

  /** Notes the replicas that are there, so that one that is missing later is known to be lost. */
  void note(Collection<HostedCollection> hosts) {
    Set<Replica> there = new HashSet<>();
    for (HostedCollection host : hosts) {
      host.replicas()
          .keySet()
          .forEach(shard -> there.add(new Replica(logOf(placed, shard), host.node())));
    }
    known.note(incarnation(), there, placed.settings().shards() * placed.settings().replicas());
  }

  /**
   * Builds a replica anew that was damaged while it ran, if enough others are whole.
   *
   * @return whether it did
   */
  boolean rebuild(
      ShardId shard,
      EmbeddedNode node,
      HostedReplica damaged,
      Map<NodeId, HostedCollection> hosts) {
    LogJoin<ObservedState> log = logJoin(shard);
    Set<NodeId> others = whole(shard, hosts.values());
    others.remove(node.id());
    if (!log.canRebuildFrom(others)) {
      return false;
    }
    try {
      node.server().leave(log.log());
      HostedCollection host = Objects.requireNonNull(hosts.get(node.id()));
      host.replace(shard, hosted(log.rebuild(node, damaged.soundness().damage().orElseThrow())));
      return true;
    } catch (IOException failed) {
      throw new StoreUnavailableException(
          String.format(
              Locale.ROOT, "%s on %s could not be rebuilt: %s", log.what(), node.id(), failed),
          failed);
    }
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
