package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.internal.transport.InProcessTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catches: a log that opens with less than it had, or changes what it refuses. */
class DamagedLogTest {
  @TempDir Path directory;

  private static Path segment(TestLogs logs, int node) throws IOException {
    try (Stream<Path> files = Files.list(logs.segments(node))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("log_inprogress"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 4;
    Files.write(file, bytes);
  }

  @Test
  void aTornTailIsCutAndTheRestOpens() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      List<String> written = new ArrayList<>(logs.appendMany("a", 20));
      logs.cut(0);
      Files.write(
          segment(logs, 0), new byte[] {77, 8, 1, 16, 99, 3, 0, 0, 0}, StandardOpenOption.APPEND);
      logs.start(0);
      written.add("b");
      logs.append("b");
      assertThat(logs.state(0).commands()).isEqualTo(written);
    }
  }

  @Test
  void aLoneNodeRefusesDamageAndChangesNothing() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      List<String> written = logs.appendMany("a", 20);
      logs.cut(0);
      Path segment = segment(logs, 0);
      flip(segment, 100);
      byte[] damaged = Files.readAllBytes(segment);
      assertThatThrownBy(() -> logs.start(0))
          .isInstanceOf(DamagedLogException.class)
          .hasMessageContaining("default/shard-0")
          .hasMessageContaining(segment.toString());
      assertThat(Files.readAllBytes(segment)).isEqualTo(damaged);
      flip(segment, 100);
      logs.server(0).close();
      logs.start(0);
      assertThat(logs.log.awaitLeader(TestLogs.PATIENCE)).isTrue();
      assertThat(logs.state(0).commands()).isEqualTo(written);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"raft-meta", "raft-meta.conf"})
  void theRecordOfVotesAndPeersIsCheckedToo(String name) throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      logs.appendMany("a", 20);
      logs.cut(0);
      Path file = logs.segments(0).resolve(name);
      Files.write(file, new byte[(int) Files.size(file)]);
      assertThatThrownBy(() -> logs.start(0))
          .isInstanceOf(DamagedLogException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void aRecordOfVotesThatIsBehindItsLogIsMadeGood() throws Exception {
    List<String> written;
    try (TestLogs logs = new TestLogs(directory, 3).startAll()) {
      written = logs.appendMany("a", 20);
      int late = logs.leader();
      logs.cut(late);
      Files.writeString(logs.segments(late).resolve("raft-meta"), "term=0\nvotedFor=\n");
      logs.start(late);
      logs.awaitCaughtUp(late);
      assertThat(logs.state(late).commands()).isEqualTo(written);
    }
  }

  @Test
  void aMissingRecordOfVotesIsNotANewLog() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      logs.appendMany("a", 20);
      logs.closeNode(0);
      Files.delete(logs.segments(0).resolve("raft-meta"));
      assertThatThrownBy(() -> logs.start(0)).isInstanceOf(DamagedLogException.class);
    }
  }

  @Test
  void aLogThatEndsBeforeItsStateIsRefusedByALoneNode() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      logs.appendMany("a", 20);
      logs.closeNode(0);
      try (Stream<Path> files = Files.list(logs.segments(0))) {
        for (Path file : files.filter(each -> each.toString().contains("log_")).toList()) {
          Files.delete(file);
        }
      }
      assertThatThrownBy(() -> logs.start(0))
          .isInstanceOf(DamagedLogException.class)
          .hasMessageContaining("entries");
      assertThatThrownBy(() -> logs.server(0).join(logs.id, logs.peers, new JournalState()))
          .isInstanceOf(DamagedLogException.class);
    }
  }

  @Test
  void oneOfThreeIsRebuiltFromItsPeers() throws Exception {
    LogOptions often = LogOptions.forReplicas(3).withSnapshots(20, 5);
    try (TestLogs logs = new TestLogs(directory, 3, often, new InProcessTransport()).startAll()) {
      List<String> written = new ArrayList<>(logs.appendMany("a".repeat(50_000), 300));
      int damaged = (logs.leader() + 1) % 3;
      logs.awaitCaughtUp(damaged);
      logs.cut(damaged);
      flip(segment(logs, damaged), 30);
      assertThatThrownBy(() -> logs.start(damaged)).isInstanceOf(DamagedLogException.class);
      LogServer server = logs.server(damaged);
      assertThat(server.holds(logs.id)).isTrue();
      logs.rebuild(damaged);
      logs.awaitCaughtUp(damaged);
      assertThat(logs.state(damaged).commands()).isEqualTo(written);
    }
  }

  @Test
  void aRebuiltNodeCountsAgain() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 3).startAll()) {
      List<String> written = new ArrayList<>(logs.appendMany("a", 100));
      int damaged = logs.leader();
      logs.cut(damaged);
      flip(segment(logs, damaged), 30);
      assertThatThrownBy(() -> logs.start(damaged)).isInstanceOf(DamagedLogException.class);
      logs.rebuild(damaged);
      written.addAll(logs.appendMany("b", 10));
      logs.awaitCaughtUp(damaged);
      Path marker = logs.segments(damaged).resolveSibling("rebuilding");
      logs.appendMany("c", 10).forEach(written::add);
      logs.awaitCaughtUp(damaged);
      assertThat(marker).doesNotExist();
      logs.cut((damaged + 1) % 3);
      written.addAll(logs.appendMany("d", 10));
      assertThat(logs.state(damaged).commands()).hasSizeGreaterThanOrEqualTo(100);
      logs.awaitCaughtUp(damaged);
      assertThat(logs.state(damaged).commands()).isEqualTo(written);
    }
  }

  @Test
  void aCrashWhileTheStateIsExchangedLeavesOneOfTheTwo() throws Exception {
    List<String> written;
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      written = logs.appendMany("a", 20);
      logs.closeNode(0);
      Path state = logs.segments(0).resolveSibling("sm");
      Files.move(state, state.resolveSibling("sm.tmp20260101"));
      Files.createDirectories(state.resolveSibling("tmp").resolve("snapshot-1"));
      logs.start(0);
      assertThat(logs.log.awaitLeader(TestLogs.PATIENCE)).isTrue();
      assertThat(logs.state(0).commands()).isEqualTo(written);
      assertThat(state.resolveSibling("tmp")).doesNotExist();
    }
  }
}
