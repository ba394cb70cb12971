package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.transport.InProcessTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Catches: a thread that outlives its store. States, without judging them, threads and times. */
class FootprintTest {
  @TempDir Path directory;

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .collect(Collectors.toSet());
  }

  /** What has been told to stop may still be on its way out. */
  private static void assertGone(Set<Thread> before) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    for (Thread thread : threads()) {
      if (!before.contains(thread)) {
        thread.join(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
      }
    }
    Set<Thread> left = threads();
    left.removeAll(before);
    // The JDK's own, for virtual threads; they stay.
    left.removeIf(thread -> thread.getName().matches("ForkJoinPool.*|VirtualThread-unblocker"));
    assertThat(left.stream().map(Thread::getName)).isEmpty();
  }

  private static long millis(long since) {
    return Duration.ofNanos(System.nanoTime() - since).toMillis();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 8", "1, 24", "3, 1", "3, 8", "3, 24"})
  void threadsAndTimes(int nodes, int groups) throws Exception {
    warmUp();
    Set<Thread> before = threads();
    long began = System.nanoTime();
    LogNetwork network = new LogNetwork(new InProcessTransport());
    List<LogPeer> peers =
        IntStream.range(0, nodes).mapToObj(i -> LogPeer.of(new NodeId("node-" + i), 0)).toList();
    List<LogServer> servers = new ArrayList<>();
    for (LogPeer peer : peers) {
      servers.add(
          network.start(
              peer, directory.resolve(peer.node().value()), LogOptions.forReplicas(nodes)));
    }
    List<ShardLog> logs = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      LogId id = LogId.of(new UUID(nodes, groups), new ShardId(group), "default");
      logs.add(network.log(id, peers));
      for (LogServer server : servers) {
        server.join(id, peers, new JournalState());
      }
    }
    for (ShardLog log : logs) {
      assertThat(log.awaitLeader(TestLogs.PATIENCE)).isTrue();
    }
    long opened = millis(began);
    for (ShardLog log : logs) {
      log.append(TestLogs.bytes("a"), TestLogs.PATIENCE).get();
    }
    int threads = threads().size() - before.size();
    began = System.nanoTime();
    List<Thread> closing = new ArrayList<>();
    for (LogServer server : servers) {
      closing.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  server.close();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }));
    }
    for (Thread thread : closing) {
      thread.join();
    }
    network.close();
    System.out.printf(
        Locale.ROOT,
        "%d nodes, %d groups each: open %d ms, %d threads, close %d ms%n",
        nodes,
        groups,
        opened,
        threads,
        millis(began));
    assertGone(before);
  }

  @Test
  void logsLeaveSideBySide() throws Exception {
    try (LogNetwork network = new LogNetwork(new InProcessTransport())) {
      LogPeer peer = LogPeer.of(new NodeId("node-0"), 0);
      LogServer server = network.start(peer, directory, LogOptions.forReplicas(1));
      List<LogId> logs =
          IntStream.range(0, 8)
              .mapToObj(i -> LogId.of(new UUID(7, 7), new ShardId(i), "default"))
              .toList();
      for (LogId log : logs) {
        server.join(log, List.of(peer), new JournalState());
      }
      long began = System.nanoTime();
      List<Thread> leaving = new ArrayList<>();
      for (LogId log : logs) {
        leaving.add(Thread.startVirtualThread(() -> leave(server, log)));
      }
      for (Thread thread : leaving) {
        thread.join();
      }
      long took = millis(began);
      System.out.printf(Locale.ROOT, "8 logs leave in %d ms%n", took);
      // One after the other they take a second each.
      assertThat(took).isLessThan(6_000);
      server.close();
    }
  }

  private static void leave(LogServer server, LogId log) {
    try {
      server.leave(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void warmUp() throws Exception {
    try (TestLogs logs = new TestLogs(directory.resolve("warm"), 1).startAll()) {
      logs.append("a");
    }
  }

  @Test
  void aCutLeavesNoThread() throws Exception {
    warmUp();
    Set<Thread> before = threads();
    TestLogs logs = new TestLogs(directory, 3).startAll();
    logs.appendMany("a", 100);
    for (int node = 0; node < 3; node++) {
      logs.cut(node);
    }
    logs.network.close();
    assertGone(before);
  }
}
