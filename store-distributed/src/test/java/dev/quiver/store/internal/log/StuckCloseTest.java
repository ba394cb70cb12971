package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.internal.cluster.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a directory that is let go of while the server that was closed still writes to it. */
@Timeout(120)
class StuckCloseTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path directory;

  private static JournalState.Meanwhile waitingFor(CountDownLatch latch) {
    return () -> {
      try {
        if (!latch.await(60, TimeUnit.SECONDS)) {
          throw new IOException("waited in vain");
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String refusal(TestLogs logs) {
    try {
      logs.start(0);
      return "";
    } catch (IOException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  @Test
  void aServerThatDoesNotEndKeepsItsDirectoryUntilItHas() throws Exception {
    List<String> written;
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      written = logs.appendMany("a", 20);
      var released = new CountDownLatch(1);
      logs.state(0).committing = waitingFor(released);
      long began = System.nanoTime();
      logs.closeNode(0);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("who closes waits a while, and not for ever")
          .isBetween(BoundedClose.PATIENCE, BoundedClose.PATIENCE.multipliedBy(3));
      assertThatThrownBy(() -> logs.start(0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("one that was closed has not ended yet")
          .hasMessageContaining(logs.path(0).toString());
      released.countDown();
      Await.noProblem(SOON, () -> refusal(logs));
      assertThat(logs.log.awaitLeader(TestLogs.PATIENCE)).isTrue();
      assertThat(logs.state(0).commands()).isEqualTo(written);
    }
  }

  @Test
  void anInterruptNeitherEndsTheWaitNorIsLost() {
    var threads = new NodeThreads(TestLogs.peer(0).node(), () -> false);
    var released = new CountDownLatch(1);
    var writer = new Thread(threads, () -> await(released), "node-0@log-writer");
    writer.start();
    Thread.currentThread().interrupt();
    assertThat(threads.awaitEnd("node-0@log", Duration.ofMillis(50))).isFalse();
    assertThat(threads.awaitEnd("node-0@other", Duration.ofMillis(50))).isTrue();
    released.countDown();
    assertThat(threads.awaitEnd("node-0@log", SOON)).isTrue();
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
  }

  /** Ratis gives the thread that writes a log three seconds to end, and calls the log closed. */
  @Test
  void theThreadsThatAreWaitedForIncludeTheOneThatWritesTheLog() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      logs.append("a");
      assertThat(Thread.getAllStackTraces().keySet())
          .filteredOn(thread -> thread.getName().matches("node-0@.*(LogWorker|Updater).*"))
          .hasSizeGreaterThanOrEqualTo(2)
          .allMatch(thread -> isBelowNode(thread.getThreadGroup()));
    }
  }

  private static boolean isBelowNode(@Nullable ThreadGroup group) {
    return group instanceof NodeThreads || (group != null && isBelowNode(group.getParent()));
  }
}
