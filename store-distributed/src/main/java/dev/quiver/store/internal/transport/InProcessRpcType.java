package dev.quiver.store.internal.transport;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerRpc;
import org.apache.ratis.server.ServerFactory;

/**
 * What Ratis is told to talk by, under the name of this class. Public, with a constructor without
 * arguments, because Ratis makes it by reflection; the {@link InProcessTransport} it belongs to
 * travels in the parameters.
 */
public final class InProcessRpcType implements RpcType {
  @Override
  public String name() {
    return InProcessRpcType.class.getName();
  }

  @Override
  public RpcFactory newFactory(Parameters parameters) {
    return new Factory(
        this, parameters.getNonNull(InProcessTransport.PARAMETER, InProcessTransport.class));
  }

  private record Factory(RpcType type, InProcessTransport transport) implements ServerFactory {
    @Override
    public RpcType getRpcType() {
      return type;
    }

    @Override
    public RaftServerRpc newRaftServerRpc(RaftServer server) {
      return new InProcessRpc(type, transport, server);
    }
  }
}
