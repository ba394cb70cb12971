package dev.quiver.store.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.log.LogOptions;
import dev.quiver.store.internal.log.LogOutcomeUnknownException;
import dev.quiver.store.internal.log.TestLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a command lost, doubled or reported wrongly when nodes cannot reach each other. */
class PartitionTest {
  @TempDir Path directory;

  private static Link isolating(NodeId node) {
    return (from, to) -> {
      if (from.equals(node) || to.equals(node)) {
        throw new IOException("partitioned");
      }
    };
  }

  @Test
  void whatAnIsolatedLeaderTookIsStoredOnceByTheNext() throws Exception {
    InProcessTransport transport = new InProcessTransport();
    try (TestLogs logs =
        new TestLogs(directory, 3, LogOptions.forReplicas(3), transport).startAll()) {
      logs.append("a");
      int isolated = logs.leader();
      transport.between(isolating(logs.peers.get(isolated).node()));
      var taken = logs.log.append(TestLogs.bytes("b"), TestLogs.PATIENCE);
      long began = System.nanoTime();
      Position at = taken.get();
      System.out.printf(
          Locale.ROOT,
          "stored by the next leader after %d ms%n",
          Duration.ofNanos(System.nanoTime() - began).toMillis());
      transport.between(Link.OPEN);
      for (int node = 0; node < 3; node++) {
        logs.awaitCaughtUp(node);
        assertThat(logs.state(node).commands()).containsExactly("a", "b");
        assertThat(logs.replica(node).applied()).isEqualTo(at);
      }
    }
  }

  /**
   * Every acknowledged write is on the other survivor; the one that has nothing may vote for it.
   */
  @Test
  void aNodeThatHasNothingYetStillHelpsToReplaceTheLeader() throws Exception {
    InProcessTransport transport = new InProcessTransport();
    transport.between(isolating(TestLogs.peer(2).node()));
    try (TestLogs logs =
        new TestLogs(directory, 3, LogOptions.forReplicas(3), transport).startAll()) {
      List<String> written = new ArrayList<>(logs.appendMany("a", 10));
      assertThat(logs.replica(2).applied()).isEqualTo(Position.NONE);
      logs.cut(logs.leader());
      transport.between(Link.OPEN);
      written.addAll(logs.appendMany("b", 10));
      logs.awaitCaughtUp(2);
      assertThat(logs.state(2).commands()).isEqualTo(written);
    }
  }

  /** Ratis would go on handing over for ever, and take no command meanwhile. */
  @Test
  void aNodeThatIsGoneDeclinesTheLead() throws Exception {
    InProcessTransport transport = new InProcessTransport();
    try (TestLogs logs =
        new TestLogs(directory, 3, LogOptions.forReplicas(3), transport).startAll()) {
      RaftServer server =
          Objects.requireNonNull(transport.running.get(RaftPeerId.valueOf("node-0"))).server();
      logs.cut(2);
      var reply =
          server
              .getServerRpc()
              .startLeaderElection(
                  StartLeaderElectionRequestProto.newBuilder()
                      .setServerRequest(
                          RaftRpcRequestProto.newBuilder()
                              .setRequestorId(ByteString.copyFromUtf8("node-0"))
                              .setReplyId(ByteString.copyFromUtf8("node-2")))
                      .build());
      assertThat(reply.getServerReply().getSuccess()).isFalse();
    }
  }

  @Test
  void anOutcomeThatCannotBeKnownIsCalledSo() throws Exception {
    InProcessTransport transport = new InProcessTransport();
    try (TestLogs logs =
        new TestLogs(directory, 3, LogOptions.forReplicas(3), transport).startAll()) {
      logs.append("a");
      transport.between(
          (from, to) -> {
            throw new IOException("partitioned");
          });
      var taken = logs.log.append(TestLogs.bytes("b"), Duration.ofMillis(300));
      assertThat(taken)
          .failsWithin(TestLogs.PATIENCE)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(LogOutcomeUnknownException.class);
    }
  }

  @Test
  void underRandomLossEveryReplicaHoldsTheSameAndNothingTwice() throws Exception {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    Random random = new Random(seed);
    InProcessTransport transport = new InProcessTransport();
    LogOptions options = LogOptions.forReplicas(3).withSnapshots(100, 20);
    Map<String, CompletableFuture<Position>> sent = new LinkedHashMap<>();
    try (TestLogs logs = new TestLogs(directory, 3, options, transport).startAll()) {
      for (int round = 0; round < 6; round++) {
        transport.between(
            random.nextBoolean()
                ? isolating(logs.peers.get(random.nextInt(3)).node())
                : losing(random.nextInt(60)));
        List<CompletableFuture<Position>> batch = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          String command = round + "-" + i;
          var future = logs.log.append(TestLogs.bytes(command), TestLogs.PATIENCE);
          sent.put(command, future);
          batch.add(future);
        }
        settled(batch.getFirst());
        transport.between(Link.OPEN);
        for (var future : batch) {
          settled(future);
        }
      }
      for (int node = 0; node < 3; node++) {
        logs.awaitCaughtUp(node);
      }
      List<String> content = logs.state(0).commands();
      assertThat(content).as("seed %d", seed).doesNotHaveDuplicates();
      for (int node = 1; node < 3; node++) {
        assertThat(logs.state(node).commands()).as("seed %d", seed).isEqualTo(content);
      }
      List<String> acknowledged =
          sent.entrySet().stream()
              .filter(each -> !each.getValue().isCompletedExceptionally())
              .map(Map.Entry::getKey)
              .toList();
      System.out.printf(Locale.ROOT, "%d of %d acknowledged%n", acknowledged.size(), sent.size());
      assertThat(content).as("seed %d", seed).containsAll(acknowledged);
    }
  }

  /** A seed of its own for each link would not replay either: threads decide who is asked first. */
  private static Link losing(int percent) {
    Random random = new Random(percent);
    return (from, to) -> {
      if (random.nextInt(100) < percent) {
        throw new IOException("lost");
      }
    };
  }

  private static void settled(CompletableFuture<Position> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      assertThat(e.getCause().getClass().getPackage())
          .isEqualTo(LogOutcomeUnknownException.class.getPackage());
    }
  }
}
