package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.DamagedDataException;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has nodes take part in one log with what they have of it. What one node has lost is built anew
 * from the others, and a node that cannot take part is left out: as long as everything that was
 * ever acknowledged is certain to be among those that are whole: a majority had it, so another
 * majority includes one of them. A replica that is still being built anew is not whole. Otherwise
 * nothing is touched, and the first failure is thrown.
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
   * @param known whether a node's replica was there before, so that a node without it has lost it
   * @param others nodes besides whose replicas are whole
   */
  Outcome<S> on(
      Collection<EmbeddedNode> nodes, Predicate<NodeId> known, Collection<NodeId> others) {
    Map<NodeId, Joined<S>> joined = new ConcurrentSkipListMap<>();
    Map<NodeId, IOException> failures = new ConcurrentSkipListMap<>();
    InParallel.each(
        List.copyOf(nodes),
        node -> {
          try {
            joined.put(node.id(), join(node, known.test(node.id())));
          } catch (IOException failed) {
            failures.put(node.id(), failed);
          }
        });
    Set<NodeId> whole = new TreeSet<>(others);
    joined.forEach((node, part) -> addIfWhole(whole, node, part.replica()));
    Map<NodeId, QuiverException> out = new TreeMap<>();
    for (EmbeddedNode node : nodes) {
      IOException failed = failures.get(node.id());
      if (failed != null && Damage.is(failed) && canRebuildFrom(whole)) {
        rebuild(node, failed, joined, out);
      } else if (failed != null) {
        out.put(node.id(), failure(node.id(), failed, whole));
      }
    }
    if (!out.isEmpty() && whole.size() < majority()) {
      throw Closing.after(
          out.values().iterator().next(),
          () -> Closing.each(nodes, node -> () -> node.server().leave(log)));
    }
    return new Outcome<>(joined, out);
  }

  static void addIfWhole(Set<NodeId> whole, NodeId node, LogReplica replica) {
    if (!replica.isRebuilding() && replica.status().failure().isEmpty()) {
      whole.add(node);
    }
  }

  private int majority() {
    return peers.size() / 2 + 1;
  }

  /** Of two nodes, each has all there is. */
  boolean canRebuildFrom(Set<NodeId> whole) {
    return whole.size() >= majority() || (peers.size() == 2 && whole.size() == 1);
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
    try {
      joined.put(node.id(), rebuild(node, why));
    } catch (IOException failed) {
      out.put(node.id(), Damage.of(on(node.id()), failed));
    }
  }

  /**
   * Builds a node's part anew from the others; what the node had is set aside. Its server must take
   * no part in the log.
   */
  Joined<S> rebuild(EmbeddedNode node, Throwable why) throws IOException {
    LOG.warn("{} is rebuilt from the others: {}", on(node.id()), String.valueOf(why.getMessage()));
    S state = states.apply(node);
    return new Joined<>(state, node.server().rebuild(log, peers, state));
  }

  private QuiverException failure(NodeId node, IOException failed, Set<NodeId> whole) {
    return Damage.is(failed) && peers.size() > 1
        ? new DamagedDataException(
            on(node),
            String.format(
                Locale.ROOT,
                "%s; nothing was changed, because only %s of its other copies are up and whole",
                String.valueOf(failed.getMessage()),
                whole),
            failed)
        : Damage.of(on(node), failed);
  }

  private String on(NodeId node) {
    return what + " on " + node;
  }
}
