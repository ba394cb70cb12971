package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.transport.InProcessTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: commands that wait for a state to be written, a log that goes before the state that
 * replaces it is on disk, and a replica that fails because both happen at once.
 */
@Timeout(120)
class CheckpointTest {
  private static final LogOptions OFTEN = LogOptions.forReplicas(3).withSnapshots(50, 10);
  private static final int WAIT_SECONDS = 20;

  @TempDir Path directory;

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void commandsGoOnWhileTheStateIsWritten() throws Exception {
    LogOptions often = LogOptions.forReplicas(1).withSnapshots(20, 5);
    List<String> written = new ArrayList<>();
    try (TestLogs logs = new TestLogs(directory, 1, often, new InProcessTransport()).startAll()) {
      var reached = new CountDownLatch(1);
      var released = new CountDownLatch(1);
      logs.state(0).committing =
          () -> {
            reached.countDown();
            await(released);
          };
      written.addAll(logs.appendMany("a", 30));
      await(reached);
      written.addAll(logs.appendMany("b", 100));
      assertThat(logs.state(0).commands()).isEqualTo(written);
      released.countDown();
      written.addAll(logs.appendMany("c", 30));
    }
    try (TestLogs logs = new TestLogs(directory, 1, often, new InProcessTransport()).startAll()) {
      assertThat(logs.state(0).commands()).isEqualTo(written);
    }
  }

  /** Writes until one of three, which is away, can only come back by a peer's state. */
  private static int leaveBehind(TestLogs logs, List<String> written) throws Exception {
    written.addAll(logs.appendMany("a", 100));
    int away = (logs.leader() + 1) % 3;
    logs.awaitCaughtUp(away);
    logs.cut(away);
    for (int i = 0; i < 4; i++) {
      written.addAll(logs.appendMany("x".repeat(50_000) + i, 100));
    }
    return away;
  }

  @Test
  void aCheckpointWhileAPeersStateIsInstalledDoesNoHarm() throws Exception {
    List<String> written = new ArrayList<>();
    try (TestLogs logs = new TestLogs(directory, 3, OFTEN, new InProcessTransport()).startAll()) {
      int away = leaveBehind(logs, written);
      var meanwhile = new AtomicReference<Position>();
      LogReplica replica = logs.start(away);
      logs.state(away).verifying = () -> meanwhile.set(replica.snapshot());
      logs.awaitCaughtUp(away);
      assertThat(meanwhile.get()).as("durable while the state was exchanged").isNotNull();
      assertThat(replica.status().failure()).isEmpty();
      assertThat(logs.state(away).opened).as("at start, and the peer's state").isEqualTo(2);
      assertThat(logs.state(away).commands()).isEqualTo(written);
    }
  }

  @Test
  void whatAPeerSentIsOnDiskBeforeTheLogBeforeItGoes() throws Exception {
    var forced = new ConcurrentLinkedQueue<Path>();
    Forcing recorded =
        path -> {
          if (Files.exists(path)) {
            forced.add(path);
          }
        };
    List<String> written = new ArrayList<>();
    var network = new LogNetwork(new InProcessTransport(), recorded);
    try (TestLogs logs = new TestLogs(directory, 3, OFTEN, network).startAll()) {
      int away = leaveBehind(logs, written);
      var installed = new AtomicReference<List<Path>>();
      logs.start(away);
      logs.state(away).pausing = () -> installed.compareAndSet(null, List.copyOf(forced));
      logs.awaitCaughtUp(away);
      Path log = logs.segments(away).getParent();
      assertThat(installed.get())
          .as("forced before the directory is exchanged")
          .anyMatch(path -> path.getFileName().toString().startsWith("commit-"))
          .contains(log.resolve("tmp"))
          .allMatch(path -> path.startsWith(log.resolve("tmp")));
      assertThat(forced).contains(log.resolve("sm"), log);
    }
  }

  @Test
  void aStateThatIsNotWhereItWasSaidToBeIsSentAgain() throws Exception {
    List<String> written = new ArrayList<>();
    try (TestLogs logs = new TestLogs(directory, 3, OFTEN, new InProcessTransport()).startAll()) {
      int away = leaveBehind(logs, written);
      LogReplica replica = logs.start(away);
      JournalState state = logs.state(away);
      state.losing = 7;
      var failure = new AtomicReference<Throwable>();
      Await.noProblem(
          Duration.ofSeconds(WAIT_SECONDS),
          () -> {
            replica.status().failure().ifPresent(failure::set);
            return failure.get() == null ? replica.status().toString() : "";
          });
      assertThat(failure.get()).hasMessageContaining("as announced");
      Path marker = logs.segments(away).resolveSibling("rebuilding");
      assertThat(marker).as("it gives no vote until it has everything").exists();
      state.losing = 0;
      logs.awaitCaughtUp(away);
      written.addAll(logs.appendMany("b", 10));
      logs.awaitCaughtUp(away);
      assertThat(state.commands()).isEqualTo(written);
    }
  }

  @Test
  void damageThatIsFoundWhileOpenEndsThePartInTheLog() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      logs.append("a");
      var damage = new DamagedLogException(logs.id, directory, "a byte has changed");
      var found = new AtomicBoolean();
      LogReplica replica = logs.replica(0);
      logs.state(0).damageListener.accept(damage);
      Await.noProblem(
          Duration.ofSeconds(WAIT_SECONDS),
          () -> {
            found.compareAndSet(
                false, replica.status().failure().filter(damage::equals).isPresent());
            boolean again = logs.state(0).opened == 2;
            return found.get() && again
                ? ""
                : String.format(Locale.ROOT, "%s, %s", found, replica.status());
          });
      logs.append("b");
      assertThat(logs.state(0).commands()).containsExactly("a", "b");
    }
  }
}
