package dev.quiver.store.internal.handoff;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A process that hands off numbers, one after the other, and replays them into a file, until it is
 * killed. It says each number once it is safe.
 */
final class QueueChild {
  private static final int MAX_WAITING = 200;

  private QueueChild() {}

  static HandoffDirectory open(Path directory) {
    return HandoffDirectory.open(directory.resolve("handoff"), List.of("east"), 1L << 24);
  }

  static int number(HandedOff entry) {
    return ByteBuffer.wrap(entry.payload()).getInt();
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    int next = Integer.parseInt(args[1]);
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try (HandoffDirectory handoff = open(directory)) {
      HandoffQueue queue = handoff.queue("east");
      Thread replay = Thread.ofPlatform().daemon().start(() -> replay(queue, directory));
      out.println("open");
      while (replay.isAlive()) {
        if (queue.length() < MAX_WAITING) {
          byte[] payload = ByteBuffer.allocate(4 + next % 3_000).putInt(next).array();
          try (Room room = queue.reserve(payload.length)) {
            room.append(payload, 0);
          }
          out.println(next);
          next++;
        }
      }
    }
  }

  private static void replay(HandoffQueue queue, Path directory) {
    try (OutputStream cluster =
        Files.newOutputStream(
            directory.resolve("cluster"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        List<HandedOff> entries = queue.first(20, 10_000);
        for (HandedOff entry : entries) {
          cluster.write(ByteBuffer.allocate(4).putInt(number(entry)).array());
        }
        queue.applied(entries);
      }
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
