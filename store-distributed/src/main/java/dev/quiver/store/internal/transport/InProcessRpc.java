package dev.quiver.store.internal.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotReplyProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcReplyProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexReplyProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionReplyProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.protocol.RaftServerAsynchronousProtocol;
import org.apache.ratis.util.IOUtils;
import org.apache.ratis.util.JavaUtils;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.ProtoUtils;
import org.jspecify.annotations.Nullable;

/** One node's end of an {@link InProcessTransport}: requests become calls into the other server. */
final class InProcessRpc implements RaftServerRpc, RaftServerAsynchronousProtocol {
  /** Asked for by Ratis to describe a peer; nobody ever connects to it. */
  private static final InetSocketAddress NOWHERE = InetSocketAddress.createUnresolved("local", 0);

  private final RpcType type;
  private final InProcessTransport transport;
  private final Connection self;

  InProcessRpc(RpcType type, InProcessTransport transport, RaftServer self) {
    this.type = type;
    this.transport = transport;
    this.self = new Connection(self);
  }

  @Override
  public void start() {
    transport.connect(self);
  }

  /** A server that closes is not closed before the calls that are at work in it have ended. */
  @Override
  public void close() {
    transport.disconnect(self);
    if (self.server().getLifeCycleState().isClosingOrClosed()) {
      self.awaitRest();
    }
  }

  @Override
  public RequestVoteReplyProto requestVote(RequestVoteRequestProto request) throws IOException {
    RaftRpcRequestProto to = request.getServerRequest();
    RaftGroupId log = ProtoUtils.toRaftGroupId(to.getRaftGroupId());
    return counted(
        call(transport.voter(self, peerOf(to), log), peer -> done(peer.requestVote(request))));
  }

  /**
   * Ratis does not count the vote of a peer whose log is empty, because it may have lost what it
   * once had. Here such a peer gives no vote at all ({@link InProcessTransport#voter}), and one
   * that merely came late is needed: with it, the survivor that has everything is a majority. A
   * reply that does not tell what its sender has is counted.
   */
  private static RequestVoteReplyProto counted(RequestVoteReplyProto reply) {
    return reply.getLastEntry().getTerm() == 0 ? reply.toBuilder().clearLastEntry().build() : reply;
  }

  /**
   * A peer that is gone does not stand for election. It says no rather than nothing: a leader whose
   * attempt to hand over fails at once would take no command any more, for Ratis 3.3 then forgets
   * to end the attempt.
   */
  @Override
  public StartLeaderElectionReplyProto startLeaderElection(
      StartLeaderElectionRequestProto request) {
    RaftRpcRequestProto to = request.getServerRequest();
    try {
      return call(peer(to), peer -> done(peer.startLeaderElection(request)));
    } catch (IOException gone) {
      return StartLeaderElectionReplyProto.newBuilder()
          .setServerReply(
              RaftRpcReplyProto.newBuilder()
                  .setRequestorId(to.getRequestorId())
                  .setReplyId(to.getReplyId())
                  .setRaftGroupId(to.getRaftGroupId())
                  .setCallId(to.getCallId())
                  .setSuccess(false))
          .build();
    }
  }

  @Override
  public AppendEntriesReplyProto appendEntries(AppendEntriesRequestProto request)
      throws IOException {
    return call(started(request.getServerRequest()), peer -> peer.appendEntriesAsync(request));
  }

  @Override
  public InstallSnapshotReplyProto installSnapshot(InstallSnapshotRequestProto request)
      throws IOException {
    return call(started(request.getServerRequest()), peer -> done(peer.installSnapshot(request)));
  }

  private static <T> CompletableFuture<T> done(T reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private interface Call<T> {
    CompletableFuture<T> to(RaftServer peer) throws IOException;
  }

  /**
   * Runs in the other server and waits for its answer, until either of the two closes. On a thread
   * of the call's own: Ratis interrupts those that wait here, and an interrupt in the middle of the
   * other server's writing would close its file.
   */
  private <T> T call(Connection peer, Call<T> call) throws IOException {
    CompletableFuture<T> reply = new CompletableFuture<>();
    Connection.Watch there = peer.watch(reply);
    Connection.Watch here = self.watch(reply);
    Thread.ofVirtual()
        .name("quiver-call-" + peer.server().getId())
        .start(
            () -> {
              try {
                peer.enter(
                    () -> {
                      var unused =
                          call.to(peer.server())
                              .whenComplete((answer, e) -> finish(reply, answer, e));
                    });
              } catch (IOException | RuntimeException e) {
                reply.completeExceptionally(e);
              }
            });
    try {
      return reply.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw IOUtils.toInterruptedIOException("interrupted while waiting for a peer", e);
    } catch (ExecutionException e) {
      throw IOUtils.asIOException(JavaUtils.unwrapCompletionException(e));
    } finally {
      there.end();
      here.end();
    }
  }

  private static <T> void finish(CompletableFuture<T> reply, T answer, @Nullable Throwable e) {
    if (e == null) {
      reply.complete(answer);
    } else {
      reply.completeExceptionally(e);
    }
  }

  @Override
  public RaftServerAsynchronousProtocol async() {
    return this;
  }

  @Override
  public CompletableFuture<AppendEntriesReplyProto> appendEntriesAsync(
      AppendEntriesRequestProto request) throws IOException {
    return peer(request.getServerRequest()).server().appendEntriesAsync(request);
  }

  @Override
  public CompletableFuture<ReadIndexReplyProto> readIndexAsync(ReadIndexRequestProto request)
      throws IOException {
    return peer(request.getServerRequest()).server().readIndexAsync(request);
  }

  /**
   * A peer that takes part in the log already. What a leader sends while a group is starting makes
   * it a follower a second time, on which Ratis gives up the start.
   */
  private Connection started(RaftRpcRequestProto request) throws IOException {
    Connection peer = peer(request);
    RaftGroupId log = ProtoUtils.toRaftGroupId(request.getRaftGroupId());
    LifeCycle.State state = peer.server().getDivision(log).getInfo().getLifeCycleState();
    if (!state.isRunning()) {
      throw new IOException("node " + peer.server().getId() + " is not ready: " + state);
    }
    return peer;
  }

  private Connection peer(RaftRpcRequestProto request) throws IOException {
    return transport.peer(self, peerOf(request));
  }

  private static RaftPeerId peerOf(RaftRpcRequestProto request) {
    return RaftPeerId.valueOf(request.getReplyId());
  }

  @Override
  public InetSocketAddress getInetSocketAddress() {
    return NOWHERE;
  }

  @Override
  public RpcType getRpcType() {
    return type;
  }

  @Override
  public void addRaftPeers(Collection<RaftPeer> peers) {
    // Peers are found when they are called.
  }

  @Override
  public void handleException(RaftPeerId serverId, Exception e, boolean reconnect) {
    // There is no connection that could be made anew.
  }
}
