package dev.quiver.store.internal.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;

/**
 * One file of a Ratis log, read before Ratis does, because Ratis cannot tell a write that a crash
 * cut short from a disk that lies.
 *
 * <p>A segment is the header {@code RaftLog1} and then entries: length as a varint, the entry, and
 * the CRC-32C of both in four bytes, big end first. The open segment, the last one, is filled with
 * zeros ahead of what is written. So a write cut short leaves an entry whose end is missing and
 * nothing but zeros behind it; pages that never reached the disk are zeros too. Whatever else fails
 * its checksum was once whole, and is damage.
 */
final class SegmentFile {
  private static final byte[] HEADER = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern CLOSED = Pattern.compile("log_(\\d+)-(\\d+)");
  private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d+)");

  private final Path path;
  private final long start;
  private final OptionalLong end;

  private SegmentFile(Path path, long start, OptionalLong end) {
    this.path = path;
    this.start = start;
    this.end = end;
  }

  /** Nothing if the name is not that of a segment. */
  static Optional<SegmentFile> of(Path path) {
    String name = String.valueOf(path.getFileName());
    Matcher closed = CLOSED.matcher(name);
    if (closed.matches()) {
      return Optional.of(
          new SegmentFile(
              path,
              Long.parseLong(closed.group(1)),
              OptionalLong.of(Long.parseLong(closed.group(2)))));
    }
    Matcher open = OPEN.matcher(name);
    return open.matches()
        ? Optional.of(new SegmentFile(path, Long.parseLong(open.group(1)), OptionalLong.empty()))
        : Optional.empty();
  }

  Path path() {
    return path;
  }

  /** The index of its first entry. */
  long start() {
    return start;
  }

  boolean isOpen() {
    return end.isEmpty();
  }

  /**
   * Reads every entry and returns how many bytes of the file are sound: all of a closed segment; of
   * the open one, what comes before the zeros or a write cut short.
   *
   * @throws DamagedLogException for anything that no crash explains
   */
  int read(LogId log, TornWrites torn, Consumer<LogEntryProto> sink) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    int at = header(log, bytes);
    long index = start;
    while (at > 0 && at < bytes.length && bytes[at] != 0) {
      Frame frame = Frame.at(bytes, at);
      if (!frame.isSound()) {
        if (isOpen() && frame.isCutShort(index, torn)) {
          break;
        }
        throw new DamagedLogException(log, path, "a checksum fails at byte " + at);
      }
      sink.accept(entry(log, frame, index++));
      at += frame.length();
    }
    if (isOpen()) {
      if (at == 0 || at == bytes.length || Frame.at(bytes, at).isCutShort(index, torn)) {
        return at;
      }
      throw new DamagedLogException(log, path, "data follows zeros after byte " + at);
    }
    if (at != bytes.length || index - 1 != end.getAsLong()) {
      throw new DamagedLogException(log, path, "entries are missing from " + index);
    }
    return at;
  }

  /** The header's length, or 0 if that was what the crash cut short. */
  private int header(LogId log, byte[] bytes) throws DamagedLogException {
    int matching = 0;
    while (matching < Math.min(HEADER.length, bytes.length)
        && bytes[matching] == HEADER[matching]) {
      matching++;
    }
    if (matching == HEADER.length) {
      return matching;
    }
    if (isOpen() && Frame.isZero(bytes, matching, bytes.length)) {
      return 0;
    }
    throw new DamagedLogException(log, path, "the header is not that of a log");
  }

  private LogEntryProto entry(LogId log, Frame frame, long index) throws DamagedLogException {
    try {
      LogEntryProto entry = frame.entry();
      if (entry.getIndex() != index) {
        throw new DamagedLogException(
            log, path, "entry " + index + " is followed by entry " + entry.getIndex());
      }
      return entry;
    } catch (InvalidProtocolBufferException e) {
      throw new DamagedLogException(log, path, "entry " + index + " is not one", e);
    }
  }
}
