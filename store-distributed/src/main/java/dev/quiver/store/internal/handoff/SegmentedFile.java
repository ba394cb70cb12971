package dev.quiver.store.internal.handoff;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A stream of bytes, addressed by their offset since the beginning of time, in files of one size. A
 * file is full of zeros and on disk before its first byte is used, so what has room here can be
 * written even after the disk has filled up. Not thread-safe, but for {@link #sync}.
 *
 * <p>The files are not channels, because a channel is closed under everybody when one of its users
 * is interrupted.
 */
final class SegmentedFile implements Closeable {
  static final int SEGMENT_BYTES = 1 << 20;

  private static final Pattern NAME = Pattern.compile("segment-([0-9a-f]{16})");
  private static final String UNFINISHED = ".tmp";
  private static final byte[] ZEROS = new byte[64 << 10];

  private final Path folder;
  private final NavigableMap<Long, RandomAccessFile> segments = new TreeMap<>();

  private SegmentedFile(Path folder) {
    this.folder = folder;
  }

  static SegmentedFile open(Path folder) throws IOException {
    var file = new SegmentedFile(folder);
    List<Path> entries;
    try (Stream<Path> listed = Files.list(folder)) {
      entries = listed.toList();
    }
    try {
      for (Path entry : entries) {
        Matcher name = NAME.matcher(entry.getFileName().toString());
        if (name.matches()) {
          file.segments.put(
              Long.parseLong(name.group(1), 16), new RandomAccessFile(entry.toFile(), "rw"));
        } else if (entry.toString().endsWith(UNFINISHED)) {
          Files.delete(entry);
        }
      }
      return file;
    } catch (IOException failed) {
      file.close();
      throw failed;
    }
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  /** The first offset there is a file for. */
  long begin() {
    return segments.isEmpty() ? 0 : segments.firstKey() * SEGMENT_BYTES;
  }

  /** The first offset behind all files. */
  long end() {
    return segments.isEmpty() ? 0 : (segments.lastKey() + 1) * SEGMENT_BYTES;
  }

  /** Whether no file between the first and the last is missing or of another size. */
  boolean isWhole() throws IOException {
    for (RandomAccessFile segment : segments.values()) {
      if (segment.length() != SEGMENT_BYTES) {
        return false;
      }
    }
    return segments.isEmpty() || segments.lastKey() - segments.firstKey() + 1 == segments.size();
  }

  /** Makes the files that the bytes from one offset to another need. */
  void extend(long from, long to) throws IOException {
    for (long number = from / SEGMENT_BYTES; number * SEGMENT_BYTES < to; number++) {
      if (!segments.containsKey(number)) {
        segments.put(number, create(number));
      }
    }
  }

  private RandomAccessFile create(long number) throws IOException {
    Path path = path(number);
    Path unfinished = path.resolveSibling(path.getFileName() + UNFINISHED);
    try {
      try (var file = new RandomAccessFile(unfinished.toFile(), "rw")) {
        for (int filled = 0; filled < SEGMENT_BYTES; filled += ZEROS.length) {
          file.write(ZEROS);
        }
        file.getFD().sync();
      }
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    syncEntries(folder);
    return new RandomAccessFile(path.toFile(), "rw");
  }

  private Path path(long number) {
    String digits = Long.toHexString(number);
    return folder.resolve("segment-" + "0".repeat(16 - digits.length()) + digits);
  }

  static void syncEntries(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  void write(long offset, byte[] bytes) throws IOException {
    int done = 0;
    while (done < bytes.length) {
      RandomAccessFile segment = seek(offset + done);
      int part = Math.min(bytes.length - done, SEGMENT_BYTES - within(offset + done));
      segment.write(bytes, done, part);
      done += part;
    }
  }

  byte[] read(long offset, int length) throws IOException {
    var bytes = new byte[length];
    int done = 0;
    while (done < length) {
      RandomAccessFile segment = seek(offset + done);
      int part = Math.min(length - done, SEGMENT_BYTES - within(offset + done));
      segment.readFully(bytes, done, part);
      done += part;
    }
    return bytes;
  }

  private RandomAccessFile seek(long offset) throws IOException {
    RandomAccessFile segment = segments.get(offset / SEGMENT_BYTES);
    if (segment == null) {
      throw new IOException("there is no segment for byte " + offset + " in " + folder);
    }
    segment.seek(within(offset));
    return segment;
  }

  private static int within(long offset) {
    return (int) (offset % SEGMENT_BYTES);
  }

  /** The files that bytes from one offset to another lie in, for {@link #sync}. */
  List<RandomAccessFile> between(long from, long to) {
    return new ArrayList<>(
        segments.subMap(from / SEGMENT_BYTES, true, (to - 1) / SEGMENT_BYTES, true).values());
  }

  /** Any thread, while others write. */
  static void sync(List<RandomAccessFile> files) throws IOException {
    for (RandomAccessFile file : files) {
      file.getFD().sync();
    }
  }

  /** Writes zeros from here to the end, and sees them to disk. */
  void clearFrom(long offset) throws IOException {
    for (long at = offset; at < end(); ) {
      int part = (int) Math.min(ZEROS.length, end() - at);
      write(at, part == ZEROS.length ? ZEROS : new byte[part]);
      at += part;
    }
    sync(between(offset, end()));
  }

  /** Deletes the files that end at or before an offset. */
  void dropBefore(long offset) throws IOException {
    while (!segments.isEmpty() && (segments.firstKey() + 1) * SEGMENT_BYTES <= offset) {
      var first = segments.pollFirstEntry();
      first.getValue().close();
      Files.deleteIfExists(path(first.getKey()));
    }
  }

  @Override
  public void close() throws IOException {
    for (RandomAccessFile segment : segments.values()) {
      segment.close();
    }
    segments.clear();
  }
}
