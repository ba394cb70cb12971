package dev.quiver.store.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.internal.log.LogOptions;
import dev.quiver.store.internal.log.LogServer;
import dev.quiver.store.internal.log.TestLogs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftPeerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a server that is closed while a peer's call still writes for it. */
@Timeout(60)
class CallsAtWorkTest {
  @TempDir Path directory;

  @Test
  void aServerIsNotClosedBeforeTheCallsInItHaveEnded() throws Exception {
    InProcessTransport transport = new InProcessTransport();
    try (TestLogs logs =
        new TestLogs(directory, 1, LogOptions.forReplicas(1), transport).startAll()) {
      logs.append("a");
      LogServer server = logs.server(0);
      Connection connection =
          Objects.requireNonNull(transport.running.get(RaftPeerId.valueOf("node-0")));
      var inside = new CountDownLatch(1);
      var released = new CountDownLatch(1);
      var call =
          new FutureTask<Boolean>(
              () -> {
                connection.enter(
                    () -> {
                      inside.countDown();
                      await(released);
                    });
                return true;
              });
      Thread.ofVirtual().start(call);
      await(inside);
      var closing =
          new FutureTask<Boolean>(
              () -> {
                server.close();
                return true;
              });
      Thread closer = Thread.ofPlatform().daemon().start(closing);
      assertThat(closer.join(Duration.ofSeconds(3))).as("closed around a call").isFalse();
      released.countDown();
      assertThat(closing.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(call.get()).isTrue();
      assertThatThrownBy(() -> connection.enter(() -> {})).hasMessageContaining("is gone");
      logs.start(0);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
