package dev.quiver.store.internal.transport;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.log.LogId;
import dev.quiver.store.internal.log.LogPeer;
import dev.quiver.store.internal.log.LogTransport;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.rpc.SupportedRpcType;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.NetUtils;
import org.apache.ratis.util.TimeDuration;

/** Peers on other machines, or in other processes, reached by gRPC. Needs {@code ratis-grpc}. */
public final class GrpcTransport implements LogTransport {
  /**
   * A snapshot that is being sent to a peer that has just gone is given up only after the time of
   * all chunks under way. Until then the peer, long back, is sent nothing: 24 seconds by default.
   */
  private static final int CHUNKS_UNDER_WAY = 4;

  private static final TimeDuration CHUNK_TIMEOUT = TimeDuration.valueOf(1, TimeUnit.SECONDS);

  @Override
  public boolean inProcess() {
    return false;
  }

  @Override
  public void configure(LogPeer self, RaftProperties properties, Parameters parameters) {
    keepTheProcessAlive();
    RaftConfigKeys.Rpc.setType(properties, SupportedRpcType.GRPC);
    GrpcConfigKeys.Server.setInstallSnapshotRequestElementLimit(properties, CHUNKS_UNDER_WAY);
    GrpcConfigKeys.Server.setInstallSnapshotRequestTimeout(properties, CHUNK_TIMEOUT);
    if (!self.address().isEmpty()) {
      InetSocketAddress address = NetUtils.createSocketAddr(self.address());
      GrpcConfigKeys.Server.setHost(properties, address.getHostString());
      GrpcConfigKeys.Server.setPort(properties, address.getPort());
    }
  }

  @Override
  public void vote(NodeId node, LogId log, boolean allowed) {
    throw new UnsupportedOperationException(
        "log " + log + " cannot be rebuilt on " + node + " over gRPC: it would vote meanwhile");
  }

  /**
   * Ratis ends the process when a port is taken, and in preparing to do so takes over what happens
   * to every uncaught exception of it. Neither is for a library to do.
   */
  private static void keepTheProcessAlive() {
    var before = Thread.getDefaultUncaughtExceptionHandler();
    ExitUtils.disableSystemExit();
    ExitUtils.setTerminateOnUncaughtException(false);
    Thread.setDefaultUncaughtExceptionHandler(before);
  }
}
