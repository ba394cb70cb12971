package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.transport.InProcessTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a replica that diverges, stays behind, or is lost with its leader. */
class ReplicatedLogTest {
  @TempDir Path directory;

  @Test
  void everyReplicaAppliesTheSame() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 3).startAll()) {
      List<String> written = logs.appendMany("a", 1000);
      for (int node = 0; node < 3; node++) {
        logs.awaitCaughtUp(node);
        assertThat(logs.state(node).commands()).as("node %d", node).isEqualTo(written);
        assertThat(logs.replica(node).applied()).isEqualTo(logs.log.acknowledged());
      }
    }
  }

  @Test
  void aStoppedLeaderIsReplacedAndCatchesUpByLog() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 3).startAll()) {
      List<String> written = new ArrayList<>(logs.appendMany("a", 100));
      int first = logs.leader();
      logs.cut(first);
      long began = System.nanoTime();
      written.addAll(logs.appendMany("b", 100));
      System.out.printf(
          Locale.ROOT,
          "first append after the leader was cut: %d ms%n",
          Duration.ofNanos(System.nanoTime() - began).toMillis());
      assertThat(logs.leader()).isNotEqualTo(first);
      logs.start(first);
      for (int node = 0; node < 3; node++) {
        logs.awaitCaughtUp(node);
        assertThat(logs.state(node).commands()).as("node %d", node).isEqualTo(written);
      }
    }
  }

  @Test
  void aNodeFarBehindCatchesUpBySnapshot() throws Exception {
    LogOptions often = LogOptions.forReplicas(3).withSnapshots(50, 10);
    try (TestLogs logs = new TestLogs(directory, 3, often, new InProcessTransport()).startAll()) {
      List<String> written = new ArrayList<>(logs.appendMany("a", 100));
      int away = (logs.leader() + 1) % 3;
      logs.awaitCaughtUp(away);
      logs.cut(away);
      String filler = "x".repeat(50_000);
      for (int i = 0; i < 4; i++) {
        written.addAll(logs.appendMany(filler + i, 100));
      }
      logs.start(away);
      logs.awaitCaughtUp(away);
      assertThat(logs.state(away).opened)
          .as("times opened: at start, after the snapshot")
          .isEqualTo(2);
      assertThat(logs.state(away).commands()).isEqualTo(written);
      written.addAll(logs.appendMany("c", 10));
      logs.awaitCaughtUp(away);
      assertThat(logs.state(away).commands()).isEqualTo(written);
      Position there = logs.replica(away).applied();
      logs.cut(away);
      logs.start(away);
      logs.awaitCaughtUp(away);
      assertThat(logs.replica(away).applied()).isEqualTo(there);
      assertThat(logs.state(away).commands()).isEqualTo(written);
    }
  }

  @Test
  void withoutAMajorityNothingIsAcknowledgedUntilItReturns() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 3).startAll()) {
      logs.append("a");
      int leader = logs.leader();
      int other = (leader + 1) % 3;
      int third = (leader + 2) % 3;
      logs.cut(other);
      logs.cut(third);
      var refused = logs.log.append(TestLogs.bytes("b"), Duration.ofMillis(100));
      // Rejected or unknown, depending on whether the leader has noticed yet; both must be true.
      Throwable outcome = catchThrowable(refused::get).getCause();
      assertThat(outcome)
          .isInstanceOfAny(LogRejectedException.class, LogOutcomeUnknownException.class);
      var late = logs.log.append(TestLogs.bytes("c"), TestLogs.PATIENCE);
      logs.start(other);
      long began = System.nanoTime();
      assertThat(late.get()).isNotNull();
      System.out.printf(
          Locale.ROOT,
          "append after the majority returned: %d ms%n",
          Duration.ofNanos(System.nanoTime() - began).toMillis());
      logs.awaitCaughtUp(other);
      logs.awaitCaughtUp(leader);
      assertThat(logs.state(other).commands()).isEqualTo(logs.state(leader).commands());
      if (outcome instanceof LogRejectedException) {
        assertThat(logs.state(leader).commands()).containsExactly("a", "c");
      } else {
        assertThat(logs.state(leader).commands()).startsWith("a").endsWith("c");
      }
    }
  }

  @Test
  void aReplicaThatFailedIsOpenedAgainWhileTheOthersGoOn() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 3).startAll()) {
      List<String> written = new ArrayList<>(logs.appendMany("a", 20));
      int broken = logs.leader();
      logs.state(broken).failing = true;
      written.addAll(logs.appendMany("b", 20));
      assertThat(logs.state(broken).failed.getCount()).isZero();
      logs.state(broken).failing = false;
      logs.awaitCaughtUp(broken);
      assertThat(logs.state(broken).commands()).containsExactlyElementsOf(written);
    }
  }

  @Test
  @Timeout(60)
  void aLeaderWhoseFollowersAreGoneCloses() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 3).startAll()) {
      logs.appendMany("a", 100);
      int leader = logs.leader();
      logs.cut((leader + 1) % 3);
      logs.cut((leader + 2) % 3);
      var waiting = logs.log.append(TestLogs.bytes("b"), TestLogs.PATIENCE);
      long began = System.nanoTime();
      logs.closeNode(leader);
      System.out.printf(
          Locale.ROOT,
          "a leader without followers closes in %d ms%n",
          Duration.ofNanos(System.nanoTime() - began).toMillis());
      assertThat(waiting).isNotDone();
      logs.log.close();
      assertThat(waiting).isCompletedExceptionally();
    }
  }

  /** All at once, as a store closes: each waits for answers of the others. */
  @Test
  @Timeout(60)
  void allNodesCloseTogetherInTheMiddleOfWrites() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 3).startAll()) {
      for (int i = 0; i < 200; i++) {
        var unused = logs.log.append(TestLogs.bytes("a" + i), TestLogs.PATIENCE);
      }
      List<Thread> closing = new ArrayList<>();
      for (int node = 0; node < 3; node++) {
        LogServer server = logs.server(node);
        closing.add(Thread.startVirtualThread(() -> close(server)));
      }
      for (Thread thread : closing) {
        thread.join();
      }
    }
  }

  private static void close(LogServer server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Repeated, because a leader once waited for ever for what a closing follower had not written.
   */
  @Test
  @Timeout(60)
  void allNodesCloseAndComeBack() throws Exception {
    List<String> written;
    try (TestLogs logs = new TestLogs(directory, 3).startAll()) {
      written = logs.appendMany("a", 300);
    }
    try (TestLogs logs = new TestLogs(directory, 3).startAll()) {
      for (int node = 0; node < 3; node++) {
        logs.awaitCaughtUp(node);
        assertThat(logs.state(node).commands()).as("node %d", node).isEqualTo(written);
      }
      logs.append("b");
    }
  }
}
