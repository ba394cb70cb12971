package dev.quiver.store.internal.transport;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.log.LogId;
import dev.quiver.store.internal.log.LogPeer;
import dev.quiver.store.internal.log.LogTransport;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.jspecify.annotations.Nullable;

/**
 * The peers of one cluster that live in this JVM, reached by method calls: no port, no
 * serialisation, no thread beyond a virtual one for the time of a call.
 *
 * <p>An instance is the whole network: two clusters with equally named nodes use two instances and
 * never meet. A node that has stopped, or was cut, is simply not in it, and a call to it fails at
 * once, as it does to one that never was.
 */
public final class InProcessTransport implements LogTransport {
  static final String PARAMETER = "quiver.in-process";

  final Map<RaftPeerId, Connection> running = new ConcurrentHashMap<>();
  private final Set<Vote> withheld = ConcurrentHashMap.newKeySet();
  private volatile Link link = Link.OPEN;

  @Override
  public boolean inProcess() {
    return true;
  }

  @Override
  public void configure(LogPeer self, RaftProperties properties, Parameters parameters) {
    properties.set("raft.rpc.type", InProcessRpcType.class.getName());
    parameters.put(PARAMETER, this, InProcessTransport.class);
  }

  private record Vote(String node, UUID log) {}

  @Override
  public void vote(NodeId node, LogId log, boolean allowed) {
    Vote vote = new Vote(node.value(), log.uuid());
    if (allowed) {
      withheld.remove(vote);
    } else {
      withheld.add(vote);
    }
  }

  /**
   * What stands between the nodes from now on. For tests: there is no network to pull a plug of.
   */
  void between(Link newLink) {
    link = newLink;
  }

  void connect(Connection connection) {
    running.put(connection.server().getId(), connection);
  }

  void disconnect(Connection connection) {
    running.remove(connection.server().getId(), connection);
    connection.close();
  }

  /** The peer to ask for its vote; one that must not vote is as good as gone. */
  Connection voter(Connection caller, RaftPeerId id, RaftGroupId log) throws IOException {
    if (withheld.contains(new Vote(id.toString(), log.getUuid()))) {
      throw new PeerUnreachableException(caller.server().getId(), id);
    }
    return peer(caller, id);
  }

  /** The peer to call; the caller must be connected too, for a cut node hears and says nothing. */
  Connection peer(Connection caller, RaftPeerId id) throws IOException {
    RaftPeerId from = caller.server().getId();
    @Nullable Connection peer = running.get(id);
    if (peer == null || !caller.equals(running.get(from))) {
      throw new PeerUnreachableException(from, id);
    }
    link.pass(new NodeId(from.toString()), new NodeId(id.toString()));
    return peer;
  }
}
