package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.transport.InProcessTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a write lost at reopening, a file or a lock left, an outcome misreported. */
class SingleNodeLogTest {
  @TempDir Path directory;

  @Test
  void whatWasAppendedIsThereAgain() throws Exception {
    List<String> written;
    Position last;
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      written = logs.appendMany("a", 500);
      last = logs.log.acknowledged();
      assertThat(logs.state(0).commands()).isEqualTo(written);
      assertThat(logs.replica(0).applied()).isEqualTo(last);
      assertThat(logs.log.latest()).isEqualTo(last);
    }
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      assertThat(logs.state(0).commands()).isEqualTo(written);
      assertThat(logs.log.latest()).isEqualTo(last);
      Position next = logs.append("b");
      assertThat(next).isGreaterThan(last);
    }
  }

  @Test
  void aCutLosesNothingAcknowledged() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      List<String> written = logs.appendMany("a", 200);
      Position last = logs.log.acknowledged();
      logs.cut(0);
      assertThat(logs.replica(0).applied()).isEqualTo(last);
      assertThat(logs.log.latest()).isEqualTo(last);
      assertThat(logs.state(0).isOpen()).isFalse();
      logs.start(0);
      assertThat(logs.log.awaitLeader(TestLogs.PATIENCE)).isTrue();
      assertThat(logs.state(0).commands()).isEqualTo(written);
      assertThat(logs.replica(0).applied()).isEqualTo(last);
    }
  }

  private static String keptTooMuch(Path segments) {
    try (Stream<Path> files = Files.list(segments)) {
      long kept = files.mapToLong(file -> file.toFile().length()).sum();
      return kept < 12 << 20 ? "" : kept + " bytes of log are kept of 25 MB";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSnapshotLetsTheLogGo() throws Exception {
    LogOptions often = LogOptions.forReplicas(1).withSnapshots(100, 10);
    try (TestLogs logs = new TestLogs(directory, 1, often, new InProcessTransport()).startAll()) {
      String filler = "x".repeat(50_000);
      for (int i = 0; i < 5; i++) {
        logs.appendMany(filler + i, 100);
      }
      // The state is written beside the commands, so the log goes a moment after the last one.
      Await.noProblem(TestLogs.PATIENCE, () -> keptTooMuch(logs.segments(0)));
    }
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      assertThat(logs.state(0).commands()).hasSize(500);
    }
  }

  @Test
  void withoutALeaderTheOutcomeIsCertain() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      logs.append("a");
      logs.cut(0);
      assertThatThrownBy(() -> logs.log.append(TestLogs.bytes("b"), Duration.ofMillis(100)).get())
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(LogRejectedException.class)
          .hasMessageContaining("default/shard-0");
      logs.start(0);
      logs.append("c");
      assertThat(logs.state(0).commands()).containsExactly("a", "c");
    }
  }

  @Test
  void whatWaitsForALeaderIsAppendedInOrder() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      logs.append("a");
      logs.cut(0);
      var b = logs.log.append(TestLogs.bytes("b"), TestLogs.PATIENCE);
      var c = logs.log.append(TestLogs.bytes("c"), TestLogs.PATIENCE);
      logs.start(0);
      assertThat(c.get()).isGreaterThan(b.get());
      assertThat(logs.state(0).commands()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void aCommandThatIsTooLargeIsRefused() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      byte[] large = new byte[LogOptions.MAX_COMMAND_BYTES];
      assertThat(logs.log.append(large, TestLogs.PATIENCE).get()).isNotNull();
      assertThatThrownBy(() -> logs.log.append(new byte[large.length + 1], TestLogs.PATIENCE).get())
          .cause()
          .isInstanceOf(LogRejectedException.class)
          .hasMessageContaining(
              "at most " + large.length + " bytes, but was " + (large.length + 1));
    }
  }

  @Test
  void aStateThatFailedIsOpenedAgain() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      logs.append("a");
      logs.state(0).failing = true;
      var b = logs.log.append(TestLogs.bytes("b"), TestLogs.PATIENCE);
      assertThat(logs.state(0).failed.await(20, TimeUnit.SECONDS)).isTrue();
      logs.state(0).failing = false;
      assertThat(b.get()).isNotNull();
      logs.append("c");
      assertThat(logs.state(0).commands()).containsExactly("a", "b", "c");
    }
  }

  @Test
  void acknowledgedBeforeItIsOnDiskSurvivesACutAllTheSame() throws Exception {
    LogOptions lazy = LogOptions.forReplicas(1).withFlushInterval(Duration.ofMillis(20));
    try (TestLogs logs = new TestLogs(directory, 1, lazy, new InProcessTransport()).startAll()) {
      List<String> written = logs.appendMany("a", 300);
      logs.server(0).flush();
      logs.cut(0);
      logs.start(0);
      assertThat(logs.log.awaitLeader(TestLogs.PATIENCE)).isTrue();
      assertThat(logs.state(0).commands()).isEqualTo(written);
    }
  }

  @Test
  void aDirectoryMayHaveAnyName() throws Exception {
    Path odd = directory.resolve("a, b ${c} ");
    try (TestLogs logs = new TestLogs(odd, 1).startAll()) {
      logs.append("a");
    }
    try (TestLogs logs = new TestLogs(odd, 1).startAll()) {
      assertThat(logs.state(0).commands()).containsExactly("a");
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(odd);
    }
  }

  @Test
  void closingLeavesTheLogAndTheStateAndNothingElse() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      logs.append("a");
    }
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .allMatch(name -> name.matches("log_.*|raft-meta|raft-meta.conf|commit-.*|lock"));
    }
  }
}
