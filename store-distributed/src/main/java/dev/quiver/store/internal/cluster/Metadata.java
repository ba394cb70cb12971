package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.log.LogId;
import dev.quiver.store.internal.log.LogNetwork;
import dev.quiver.store.internal.log.LogPeer;
import dev.quiver.store.internal.log.ShardLog;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.model.MetaCommand;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.wire.MetaCodec;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/** What the cluster knows of itself, replicated on all its nodes, and the way to change it. */
final class Metadata implements Closeable {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final LogId id;
  private final List<LogPeer> peers;
  private final ShardLog log;
  private final Map<NodeId, LogJoin.Joined<MetadataState>> copies = new ConcurrentHashMap<>();
  private final AtomicReference<ClusterState> newest = new AtomicReference<>(ClusterState.EMPTY);

  Metadata(UUID cluster, List<NodeId> nodes, LogNetwork network) {
    byte[] name = (cluster + "/metadata").getBytes(StandardCharsets.UTF_8);
    this.id = new LogId(UUID.nameUUIDFromBytes(name), "metadata");
    this.peers = nodes.stream().map(node -> LogPeer.of(node, 0)).toList();
    this.log = network.log(id, peers);
  }

  /**
   * Has nodes that have started take part.
   *
   * @param known whether the cluster was ever open, so that a node without metadata has lost it
   * @return why some could not, by node
   */
  Map<NodeId, QuiverException> join(Collection<EmbeddedNode> nodes, boolean known) {
    var join = new LogJoin<>(id, peers, "the metadata", node -> new MetadataState(id));
    LogJoin.Outcome<MetadataState> outcome = join.on(nodes, known, copies.size());
    copies.putAll(outcome.joined());
    return outcome.out();
  }

  void left(NodeId node) {
    copies.remove(node);
  }

  /** Proposes a change and returns the state that includes it, whether it applied or not. */
  ClusterState propose(MetaCommand command, Duration timeout) {
    var deadline = Deadline.after(timeout);
    try {
      Position position = log.append(MetaCodec.encode(command), timeout).get();
      return newest.accumulateAndGet(stateAt(position, deadline), Metadata::newer);
    } catch (ExecutionException failed) {
      throw new StoreUnavailableException(
          String.format(
              Locale.ROOT,
              "the cluster's metadata cannot be reached within %d ms: %s; a majority of its nodes"
                  + " must be up",
              timeout.toMillis(),
              String.valueOf(failed.getCause())),
          failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while changing metadata", interrupted);
    }
  }

  /** The leader has it already; should it be stopped just now, somebody else soon will. */
  private ClusterState stateAt(Position position, Deadline deadline) throws InterruptedException {
    do {
      for (LogJoin.Joined<MetadataState> copy : copies.values()) {
        if (copy.replica().awaitApplied(position, LOOK).isAtLeast(position)) {
          return copy.state().state();
        }
      }
    } while (!deadline.isOver() && !copies.isEmpty());
    throw new StoreUnavailableException(
        String.format(
            Locale.ROOT,
            "no node has applied a change of the cluster's metadata within %d ms",
            deadline.budget().toMillis()),
        null);
  }

  private static ClusterState newer(ClusterState known, ClusterState next) {
    return next.epoch().compareTo(known.epoch()) >= 0 ? next : known;
  }

  /** The newest state that came of a proposal made here. */
  ClusterState state() {
    return Objects.requireNonNull(newest.get());
  }

  @Override
  public void close() {
    log.close();
  }
}
