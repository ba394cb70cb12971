package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quiver.store.internal.transport.InProcessTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a log that is lost, or stays closed, because a disk was full. On a file system of a few
 * megabytes in memory, where one may be mounted.
 */
class FullDiskTest {
  @TempDir Path directory;
  private Path disk;
  private boolean mounted;

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).inheritIO().start().waitFor() == 0;
  }

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    try {
      mounted = run("mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", disk.toString());
    } catch (IOException e) {
      mounted = false;
    }
    assumeTrue(mounted, "a small file system may be mounted");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void writesGoOnOnceThereIsSpace() throws Exception {
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[5 << 20]);
    LogOptions options = LogOptions.forReplicas(1).withSnapshots(1_000_000, 0);
    List<String> acknowledged = new ArrayList<>();
    try (TestLogs logs = new TestLogs(disk, 1, options, new InProcessTransport()).startAll()) {
      Throwable refused = null;
      for (int i = 0; refused == null && i < 1000; i++) {
        String command = "x".repeat(60_000) + i;
        try {
          logs.log.append(TestLogs.bytes(command), Duration.ofSeconds(1)).get();
          acknowledged.add(command);
        } catch (ExecutionException e) {
          refused = e.getCause();
        }
      }
      assertThat(refused)
          .isInstanceOfAny(LogOutcomeUnknownException.class, LogRejectedException.class);
      System.out.printf(Locale.ROOT, "%d commands, then: %s%n", acknowledged.size(), refused);
      assertThat(acknowledged).hasSizeGreaterThan(20);
      assertThat(logs.state(0).commands()).containsAll(acknowledged);

      Files.delete(ballast);
      long began = System.nanoTime();
      logs.append("after");
      System.out.printf(
          Locale.ROOT,
          "writes go on %d ms after there is space%n",
          Duration.ofNanos(System.nanoTime() - began).toMillis());
      assertThat(logs.state(0).commands()).containsAll(acknowledged).endsWith("after");
      assertThat(logs.state(0).commands()).doesNotHaveDuplicates();
      acknowledged.add("after");
    }
    try (TestLogs logs = new TestLogs(disk, 1, options, new InProcessTransport()).startAll()) {
      assertThat(logs.state(0).commands()).containsAll(acknowledged);
    }
  }
}
