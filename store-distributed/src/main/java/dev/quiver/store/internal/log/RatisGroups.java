package dev.quiver.store.internal.log;

import java.io.IOException;
import java.util.List;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.RaftServer;

/** The groups of one Ratis server, in the words of logs. */
final class RatisGroups {
  private final RaftServer raft;
  private final NodeThreads threads;
  private final ClientId client = ClientId.randomId();

  RatisGroups(RaftServer raft, NodeThreads threads) {
    this.raft = raft;
    this.threads = threads;
  }

  static RaftGroupId idOf(LogId log) {
    return RaftGroupId.valueOf(log.uuid());
  }

  static RaftGroup of(LogId log, List<LogPeer> peers) {
    List<RaftPeer> raftPeers =
        peers.stream()
            .map(
                peer ->
                    RaftPeer.newBuilder()
                        .setId(peer.node().value())
                        .setPriority(peer.priority())
                        .setAddress(peer.address().isEmpty() ? null : peer.address())
                        .build())
            .toList();
    return RaftGroup.valueOf(idOf(log), raftPeers);
  }

  boolean contains(LogId log) {
    RaftGroupId wanted = idOf(log);
    for (RaftGroupId group : raft.getGroupIds()) {
      if (group.equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  void add(LogId log, List<LogPeer> peers) throws IOException {
    manage(
        GroupManagementRequest.newAdd(
            client, raft.getId(), CallId.getAndIncrement(), of(log, peers), false));
  }

  /** Leaves what is on disk. */
  void remove(LogId log) throws IOException {
    manage(
        GroupManagementRequest.newRemove(
            client, raft.getId(), CallId.getAndIncrement(), idOf(log), false, false));
  }

  /**
   * All threads of a group begin below this one, so that they can be found by {@link #isAtRest}.
   */
  private void manage(GroupManagementRequest request) throws IOException {
    threads.run(() -> check(raft.groupManagement(request)));
  }

  /** Whether no thread of this log's group runs any more; waits a while for the last ones. */
  boolean isAtRest(LogId log) {
    String prefix = RaftGroupMemberId.valueOf(raft.getId(), idOf(log)).toString();
    return threads.awaitEnd(prefix, BoundedClose.PATIENCE);
  }

  /** Ratis may have given up on a writer that a disk holds up, and called its log closed. */
  void requireAtRest(LogId log) throws IOException {
    if (!isAtRest(log)) {
      throw new IOException(
          "log " + log + " on " + raft.getId() + " must have ended, but still writes");
    }
  }

  /** Asks this server to give up the lead. Whether it worked shows in who leads next. */
  void stepDown(LogId log, long timeoutMillis) throws IOException {
    var unused =
        raft.transferLeadershipAsync(
            new TransferLeadershipRequest(
                client, raft.getId(), idOf(log), CallId.getAndIncrement(), null, timeoutMillis));
  }

  private static void check(RaftClientReply reply) throws IOException {
    if (!reply.isSuccess()) {
      throw reply.getException() == null
          ? new IOException("refused: " + reply)
          : reply.getException();
    }
  }
}
