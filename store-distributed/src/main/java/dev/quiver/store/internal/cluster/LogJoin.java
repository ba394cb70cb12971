package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.internal.log.DamagedLogException;
import dev.quiver.store.internal.log.LogId;
import dev.quiver.store.internal.log.LogPeer;
import dev.quiver.store.internal.log.LogReplica;
import dev.quiver.store.internal.log.ReplicatedState;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has nodes take part in one log with what they have of it. What one node has lost is built anew
 * from the others, and a node that cannot take part is left out: as long as everything that was
 * ever acknowledged is certain to be among those that do take part: a majority had it, so another
 * majority includes one of them. Otherwise nothing is touched, and the first failure is thrown.
 *
 * @param what the log is of, for messages
 * @param states a new copy of the state, for a node
 */
record LogJoin<S extends ReplicatedState>(
    LogId log, List<LogPeer> peers, String what, Function<EmbeddedNode, S> states) {
  private static final Logger LOG = LoggerFactory.getLogger(LogJoin.class);

  /** One node's part. */
  record Joined<S>(S state, LogReplica replica) {}

  /**
   * What came of it.
   *
   * @param out why a node was left out
   */
  record Outcome<S>(Map<NodeId, Joined<S>> joined, Map<NodeId, QuiverException> out) {}

  /**
   * @param known whether the log has been joined before, so that a node without it has lost it
   * @param others how many nodes besides take part already
   */
  Outcome<S> on(Collection<EmbeddedNode> nodes, boolean known, int others) {
    Map<NodeId, Joined<S>> joined = new ConcurrentSkipListMap<>();
    Map<NodeId, IOException> failures = new ConcurrentSkipListMap<>();
    InParallel.each(
        List.copyOf(nodes),
        node -> {
          try {
            joined.put(node.id(), join(node, known));
          } catch (IOException failed) {
            failures.put(node.id(), failed);
          }
        });
    int sound = joined.size() + others;
    Map<NodeId, QuiverException> out = new TreeMap<>();
    for (EmbeddedNode node : nodes) {
      IOException failed = failures.get(node.id());
      if (failed != null && Damage.is(failed) && canRebuild(sound)) {
        rebuild(node, failed, joined, out);
      } else if (failed != null) {
        out.put(node.id(), failure(node.id(), failed));
      }
    }
    if (!out.isEmpty() && sound < majority()) {
      throw Closing.after(
          out.values().iterator().next(),
          () -> Closing.each(nodes, node -> () -> node.server().leave(log)));
    }
    return new Outcome<>(joined, out);
  }

  private int majority() {
    return peers.size() / 2 + 1;
  }

  /** Of two nodes, each has all there is. */
  private boolean canRebuild(int sound) {
    return sound >= majority() || (peers.size() == 2 && sound == 1);
  }

  private Joined<S> join(EmbeddedNode node, boolean known) throws IOException {
    if (known && !node.server().holds(log)) {
      throw new DamagedLogException(
          log, node.logs().resolve(log.uuid().toString()), "nothing is left");
    }
    S state = states.apply(node);
    return new Joined<>(state, node.server().join(log, peers, state));
  }

  private void rebuild(
      EmbeddedNode node,
      IOException why,
      Map<NodeId, Joined<S>> joined,
      Map<NodeId, QuiverException> out) {
    LOG.warn(
        "{} on {} is rebuilt from the others: {}",
        what,
        node.id(),
        String.valueOf(why.getMessage()));
    try {
      S state = states.apply(node);
      joined.put(node.id(), new Joined<>(state, node.server().rebuild(log, peers, state)));
    } catch (IOException failed) {
      out.put(node.id(), failure(node.id(), failed));
    }
  }

  private QuiverException failure(NodeId node, IOException failed) {
    return Damage.of(String.format(Locale.ROOT, "%s on %s", what, node), failed);
  }
}
