package dev.quiver.store.internal.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quiver.store.ChildJvm;
import dev.quiver.store.internal.cluster.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches: an entry lost, or replayed out of order, by a process that is killed or a full disk. */
class HandoffCrashTest {
  private static final int KILLS = Integer.getInteger("quiver.handoff.kills", 6);

  @TempDir Path directory;

  @Test
  @Timeout(600)
  void nothingAcknowledgedIsLostOrOutOfOrder() throws Exception {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    var random = new SplittableRandom(seed);
    int last = -1;
    for (int kill = 0; kill < KILLS; kill++) {
      last = check(lastSafe(kill, last, random.nextInt(5, 400)));
      System.out.println("kill " + kill + ": " + (last + 1) + " handed off");
    }
    assertThat(last).isGreaterThan(KILLS);
  }

  private Process start(Path said, int next) throws IOException {
    return ChildJvm.running(QueueChild.class, 128, directory, next)
        .redirectOutput(said.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /**
   * Lets a process hand off numbers for a time, and kills it. Returns the last it said was safe.
   */
  private int lastSafe(int kill, int before, int millis) throws Exception {
    Path said = directory.resolve("said-" + kill);
    Process child = start(said, before + 1);
    try {
      Await.noProblem(Duration.ofSeconds(30), () -> lines(said).isEmpty() ? "not open yet" : "");
      Await.passes(Duration.ofMillis(millis));
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    List<String> lines = lines(said);
    assertThat(lines.getFirst()).isEqualTo("open");
    return lines.size() == 1 ? before : Integer.parseInt(lines.getLast());
  }

  /** Those that are whole. */
  private static List<String> lines(Path said) {
    try {
      String text = Files.readString(said);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * The cluster's file and the queue together: every number, and repeats only from where one was.
   */
  private int check(int safe) throws IOException {
    var numbers = new ArrayList<Integer>();
    Path cluster = directory.resolve("cluster");
    if (Files.exists(cluster)) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(cluster));
      while (bytes.remaining() >= 4) {
        numbers.add(bytes.getInt());
      }
    }
    int applied = numbers.size();
    try (HandoffDirectory handoff = QueueChild.open(directory)) {
      handoff
          .queue("east")
          .first(Integer.MAX_VALUE, Long.MAX_VALUE)
          .forEach(entry -> numbers.add(QueueChild.number(entry)));
    }
    int highest = -1;
    int before = -1;
    for (int number : numbers) {
      assertThat(number).as("in order, or from an earlier one on").isLessThanOrEqualTo(highest + 1);
      assertThat(number == before + 1 || number <= highest).isTrue();
      assertThat(before - number).as("applied again").isLessThan(20);
      before = number;
      highest = Math.max(highest, number);
    }
    assertThat(before).as("ends with the newest, %d applied", applied).isEqualTo(highest);
    assertThat(highest).isGreaterThanOrEqualTo(safe);
    return highest;
  }

  @Test
  @Timeout(60)
  void aFullDiskIsNoticedBeforeAWriteIsBegun() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()),
        "a small file system may be mounted");
    try (HandoffDirectory handoff =
        HandoffDirectory.open(disk.resolve("handoff"), List.of("east"), 1L << 30)) {
      HandoffQueue queue = handoff.queue("east");
      var payload = new byte[300_000];
      Room held = queue.reserve(payload.length);
      Path ballast = disk.resolve("ballast");
      fill(ballast);
      held.append(payload, 0);
      for (int i = 0; i < 2; i++) {
        try (Room room = queue.reserve(payload.length)) {
          room.append(payload, 0);
        }
      }
      assertThatThrownBy(() -> queue.reserve(payload.length))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      assertThat(queue.first(10, Long.MAX_VALUE)).hasSize(3);
      Files.delete(ballast);
      try (Room room = queue.reserve(payload.length)) {
        room.append(payload, 0);
      }
      queue.applied(queue.first(10, Long.MAX_VALUE));
      assertThat(queue.isEmpty()).isTrue();
    } finally {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

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
