package dev.quiver.store.internal.handoff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.error.DamagedDataException;
import dev.quiver.store.error.HandoffFullException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: an entry that is lost, comes twice, comes out of order, or is not what was handed in.
 */
@Timeout(60)
class HandoffQueueTest {
  @TempDir Path folder;

  private HandoffQueue open(long maxBytes) throws IOException {
    return HandoffQueue.open(folder, "east", maxBytes);
  }

  private static void append(HandoffQueue queue, byte[] payload) throws IOException {
    try (Room room = queue.reserve(payload.length)) {
      room.append(payload, 1_000);
    }
  }

  private static byte[] payload(int number, int size) {
    var bytes = new byte[size];
    new SplittableRandom(number).nextBytes(bytes);
    return bytes;
  }

  /** Everything, which is then gone. */
  private static List<byte[]> drain(HandoffQueue queue, int step) throws IOException {
    var all = new ArrayList<byte[]>();
    for (var some = queue.first(step, 1 << 20); !some.isEmpty(); ) {
      some.forEach(entry -> all.add(entry.payload()));
      queue.applied(some);
      some = queue.first(step, 1 << 20);
    }
    return all;
  }

  @Test
  void entriesComeInOrderAcrossSegmentsAndReopening() throws IOException {
    var expected = new ArrayList<byte[]>();
    try (HandoffQueue queue = open(1L << 30)) {
      for (int i = 0; i < 300; i++) {
        expected.add(payload(i, 1 + i * 97));
        append(queue, expected.getLast());
      }
      for (int i = 0; i < 10; i++) {
        queue.applied(queue.first(10, Long.MAX_VALUE));
      }
      assertThat(queue.length()).isEqualTo(200);
    }
    assertThat(segments()).as("what is needed no more is deleted").isLessThan(6);
    try (HandoffQueue queue = open(1L << 30)) {
      assertThat(queue.length()).isEqualTo(200);
      assertThat(queue.lagMillis(4_000)).isEqualTo(3_000);
      assertThat(drain(queue, 7)).containsExactlyElementsOf(expected.subList(100, 300));
      assertThat(queue.lagMillis(4_000)).isZero();
    }
    try (HandoffQueue queue = open(1L << 30)) {
      assertThat(queue.isEmpty()).as("what was drained does not come again").isTrue();
    }
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("segment")).count();
    }
  }

  @Test
  void appendsFromManyThreadsAllArrive() throws Exception {
    try (HandoffQueue queue = open(1L << 30);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int thread = 0; thread < 8; thread++) {
        int from = thread * 1_000;
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    append(queue, payload(from + i, 500));
                  }
                  return true;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      assertThat(drain(queue, 1_000)).hasSize(400).doesNotHaveDuplicates();
    }
  }

  /** A crash may leave any part of what was being written, and garbage where it was. */
  @Test
  void aTornEntryIsCutWhereverItEnds() throws IOException {
    byte[] first = payload(1, 100);
    byte[] second = payload(2, 100);
    for (int kept = 0; kept < Frame.sizeOf(100); kept += 3) {
      Path here = Files.createDirectory(folder.resolve("torn-" + kept));
      try (HandoffQueue queue = HandoffQueue.open(here, "east", 1 << 20)) {
        append(queue, first);
        append(queue, second);
      }
      try (var file = new RandomAccessFile(segment(here).toFile(), "rw")) {
        file.seek(Frame.sizeOf(100) + kept);
        file.write(payload(3, (int) Frame.sizeOf(100) - kept));
      }
      try (HandoffQueue queue = HandoffQueue.open(here, "east", 1 << 20)) {
        assertThat(queue.length()).isEqualTo(1);
        append(queue, payload(4, 10));
        assertThat(drain(queue, 10)).containsExactly(first, payload(4, 10));
      }
    }
  }

  private static Path segment(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("segment"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void anEntryThatWasSafeAndIsDamagedIsNotTakenForATornOne() throws IOException {
    try (HandoffQueue queue = open(1 << 20)) {
      append(queue, payload(1, 100));
      append(queue, payload(2, 100));
    }
    try (var file = new RandomAccessFile(segment(folder).toFile(), "rw")) {
      file.seek(Frame.HEADER_BYTES + 50);
      file.write(file.read() + 1);
    }
    assertThatThrownBy(() -> open(1 << 20))
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining("byte 0");
  }

  @Test
  void missingFilesAreNoticed() throws IOException {
    try (HandoffQueue queue = open(1 << 20)) {
      append(queue, payload(1, 100));
    }
    Files.delete(folder.resolve("cursor"));
    assertThatThrownBy(() -> open(1 << 20))
        .isInstanceOf(DamagedDataException.class)
        .hasMessageContaining("cursor");
  }

  @Test
  void theBoundHoldsBeforeAnythingIsWritten() throws IOException {
    try (HandoffQueue queue = open(1_000);
        Room held = queue.reserve(800)) {
      assertThatThrownBy(() -> queue.reserve(200))
          .isInstanceOf(HandoffFullException.class)
          .hasMessageContaining("east must hold at most 1,000 bytes, but holds 832");
      held.append(payload(1, 500), 0);
      append(queue, payload(2, 300));
      assertThatThrownBy(() -> append(queue, payload(3, 300)))
          .isInstanceOf(HandoffFullException.class);
      queue.applied(queue.first(1, 1));
      append(queue, payload(3, 300));
      assertThat(drain(queue, 1)).containsExactly(payload(2, 300), payload(3, 300));
    }
  }
}
