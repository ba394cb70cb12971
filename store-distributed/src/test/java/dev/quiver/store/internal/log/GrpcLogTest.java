package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.transport.GrpcTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: what works in one JVM and not between machines. Three servers at loopback ports, each
 * with a network of its own, so that none knows the others but by gRPC.
 */
class GrpcLogTest {
  private static final LogId LOG = LogId.of(new UUID(2, 3), new ShardId(0), "default");

  @TempDir Path directory;
  private final List<Machine> machines = new ArrayList<>();
  private List<LogPeer> peers;

  private final class Machine {
    final LogPeer self;
    LogNetwork network;
    LogServer server;
    LogReplica replica;
    JournalState state;
    ShardLog log;

    Machine(LogPeer self) {
      this.self = self;
    }

    void start() throws IOException {
      network = new LogNetwork(new GrpcTransport());
      LogOptions options = LogOptions.forReplicas(3).withSnapshots(50, 10);
      server = network.start(self, directory.resolve(self.node().value()), options);
      state = new JournalState();
      replica = server.join(LOG, peers, state);
      log = network.log(LOG, peers);
    }

    void stop() {
      server.cut();
      network.close();
    }

    boolean leads() {
      return replica.status().phase() == ReplicaStatus.Phase.LEADING;
    }

    Position append(String command) throws Exception {
      return log.append(TestLogs.bytes(command), TestLogs.PATIENCE).get(30, TimeUnit.SECONDS);
    }
  }

  @BeforeEach
  void startThree() throws Exception {
    List<ServerSocket> reserved = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      reserved.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    peers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String address = "127.0.0.1:" + reserved.get(i).getLocalPort();
      peers.add(new LogPeer(new NodeId("node-" + i), 0, address));
      reserved.get(i).close();
    }
    for (LogPeer peer : peers) {
      Machine machine = new Machine(peer);
      machines.add(machine);
      machine.start();
    }
    assertThat(machines.getFirst().log.awaitLeader(TestLogs.PATIENCE)).isTrue();
  }

  @AfterEach
  void stopAll() throws IOException {
    for (Machine machine : machines) {
      machine.server.close();
      machine.network.close();
    }
  }

  private Machine leader() throws InterruptedException {
    assertThat(running().log.awaitLeader(TestLogs.PATIENCE)).isTrue();
    NodeId leader = running().log.leader().orElseThrow();
    return machines.stream().filter(m -> m.self.node().equals(leader)).findFirst().orElseThrow();
  }

  private Machine running() {
    return machines.stream()
        .filter(m -> m.replica.status().phase() != ReplicaStatus.Phase.STOPPED)
        .findFirst()
        .orElseThrow();
  }

  private Machine follower() throws InterruptedException {
    Machine leader = leader();
    return machines.stream()
        .filter(m -> !m.equals(leader))
        .filter(m -> m.replica.status().phase() != ReplicaStatus.Phase.STOPPED)
        .findFirst()
        .orElseThrow();
  }

  private void assertEqual(List<String> written, Position last) throws InterruptedException {
    for (Machine machine : machines) {
      assertThat(machine.replica.awaitApplied(last, TestLogs.PATIENCE))
          .as("%s", machine.replica.status())
          .isEqualTo(last);
      assertThat(machine.state.commands()).isEqualTo(written);
    }
  }

  @Test
  void threeServersLoseALeaderAndSendASnapshot() throws Exception {
    List<String> written = new ArrayList<>();
    Position last = Position.NONE;
    Machine follower = follower();
    assertThat(follower.leads()).isFalse();
    for (int i = 0; i < 20; i++) {
      written.add("a" + i);
      last = follower.append("a" + i);
    }
    assertEqual(written, last);

    Machine killed = leader();
    killed.stop();
    String filler = "x".repeat(50_000);
    Machine survivor = running();
    for (int i = 0; i < 300; i++) {
      written.add(filler + i);
      last = survivor.append(filler + i);
    }
    killed.start();
    assertEqual(written, last);
    assertThat(killed.state.opened).as("times opened: at start, after the snapshot").isEqualTo(2);
  }

  @Test
  void aPortThatIsTakenIsAnErrorAndNotTheEndOfTheProcess() throws Exception {
    Machine first = machines.getFirst();
    try (LogNetwork other = new LogNetwork(new GrpcTransport())) {
      assertThatThrownBy(
              () ->
                  other.start(
                      new LogPeer(new NodeId("other"), 0, first.self.address()),
                      directory.resolve("other"),
                      LogOptions.forReplicas(1)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(first.self.address());
    }
  }
}
