package dev.quiver.store.damage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.internal.cluster.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches: writes that are lost, or never go on, because there was no space for a while. */
class FullDiskTest {
  private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(20);

  @TempDir Path directory;

  private interface Step {
    void run() throws Exception;
  }

  /** Works for every user: no file of the child may grow any more, until it may again. */
  @Test
  @Timeout(120)
  void writesGoOnOnceFilesMayGrow() throws Exception {
    assumeTrue(run("prlimit", "--version"), "prlimit limits another process");
    try (ChildProcess child = ChildProcess.start(directory)) {
      String pid = "--pid=" + child.pid();
      survive(
          child,
          () -> assertThat(run("prlimit", pid, "--fsize=1:unlimited")).isTrue(),
          () -> assertThat(run("prlimit", pid, "--fsize=unlimited:unlimited")).isTrue());
    }
    checkReopened(directory);
  }

  /** On a file system of a few megabytes in memory, where one may be mounted. */
  @Test
  @Timeout(120)
  void writesGoOnOnceThereIsSpace() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()),
        "a small file system may be mounted");
    try {
      Path ballast = disk.resolve("ballast");
      try (ChildProcess child = ChildProcess.start(disk.resolve("store"))) {
        survive(child, () -> fill(ballast), () -> Files.delete(ballast));
      }
      checkReopened(disk.resolve("store"));
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  private final List<Integer> stored = new ArrayList<>();

  private void survive(ChildProcess child, Step fill, Step free) throws Exception {
    assertThat(child.hear()).isEqualTo("open");
    int next = 0;
    for (; next < 200; next++) {
      assertThat(child.ask(Integer.toString(next))).isEqualTo("stored");
      stored.add(next);
    }
    assertThat(child.ask("count")).isEqualTo("200");
    fill.run();
    String refused = "stored";
    for (; next < 5_000 && refused.equals("stored"); next++) {
      refused = child.ask(Integer.toString(next));
      if (refused.equals("stored")) {
        stored.add(next);
      }
    }
    System.out.println("after " + stored.size() + ": " + refused);
    assertThat(refused).contains("adding failed").containsPattern("No space left|File too large");
    assertThat(child.ask("look")).isEqualTo("0");
    // What is not in any view yet cannot get into one; then a strong read says so.
    String count = child.ask("count");
    System.out.println("a strong read meanwhile: " + count);
    if (!count.contains("ReplicaBehindException") && !count.contains("DeadlineExceeded")) {
      assertThat(Long.parseLong(count)).isBetween((long) stored.size(), (long) next);
    }
    free.run();
    int first = next;
    long began = System.nanoTime();
    Await.noProblem(GOES_ON_WITHIN, () -> notStored(child, first));
    System.out.println("went on after " + (System.nanoTime() - began) / 1_000_000 + " ms");
    for (int number = first; number < first + 50; number++) {
      assertThat(child.ask(Integer.toString(number))).isEqualTo("stored");
      stored.add(number);
    }
    assertThat(Long.parseLong(child.ask("count"))).isGreaterThanOrEqualTo(stored.size());
  }

  private static String notStored(ChildProcess child, int number) {
    try {
      String answer = child.ask(Integer.toString(number));
      return answer.equals("stored") ? "" : answer;
    } catch (IOException ended) {
      throw new AssertionError(ended);
    }
  }

  private void checkReopened(Path store) {
    try (QuiverEmbeddingStore reopened = StoreChild.open(store)) {
      for (int number : stored) {
        assertThat(reopened.getAll(List.of(Integer.toString(number))))
            .singleElement()
            .satisfies(
                found -> assertThat(found.embedding()).isEqualTo(StoreChild.embedding(number)));
      }
    }
  }

  /** Until nothing more goes in. */
  private static void fill(Path ballast) throws IOException {
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] block = new byte[4096];
      while (ballast.toFile().length() < 1L << 30) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
