package dev.quiver.store.damage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What befalls a file. */
enum Scar {
  /** One byte in the middle has one bit changed. */
  FLIP {
    @Override
    void on(Path file) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
  },
  /** The second half is gone. */
  TRUNCATE {
    @Override
    void on(Path file) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() / 2);
      }
    }
  },
  /** It is gone, with what is in it. */
  DELETE {
    @Override
    void on(Path file) throws IOException {
      List<Path> paths;
      try (Stream<Path> all = Files.walk(file)) {
        paths = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : paths) {
        Files.delete(path);
      }
    }
  },
  /** As long as before, and all zeros. */
  ZERO {
    @Override
    void on(Path file) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate((int) channel.size()), 0);
      }
    }
  };

  abstract void on(Path file) throws IOException;
}
