package dev.quiver.embedding.internal.ledger;

import dev.quiver.embedding.error.DamagedLedgerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file that only grows, frame by frame. A frame is on disk before the next one is written, so a
 * crash can tear none but the last: a bad frame at the end is cut off, a bad frame with a whole one
 * anywhere behind it is damage.
 */
final class FrameFile implements AutoCloseable {
  static final int VERSION = 2;

  /** Of the formats that are read, the oldest. */
  static final int OLDEST_VERSION = 1;

  static final int FILE_HEADER = 12;
  private static final long MAGIC = 0x5149_5645_524C_4447L;
  private static final int FRAME_HEADER = 3 * Integer.BYTES;
  private static final int WINDOW = 1 << 20;

  private final Path path;
  private final FileChannel channel;
  private int version = VERSION;
  private long end;

  /** Sees each frame's payload, and where in the file it begins. */
  interface FrameReader {
    void read(ByteBuffer payload, long position);
  }

  private FrameFile(Path path, FileChannel channel, long end) {
    this.path = path;
    this.channel = channel;
    this.end = end;
  }

  static FrameFile create(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    var file = new FrameFile(path, channel, 0);
    file.append(ByteBuffer.allocate(FILE_HEADER).putLong(MAGIC).putInt(VERSION).flip());
    return file;
  }

  /** Reads every frame, and cuts off a torn one. */
  static FrameFile open(Path path, FrameReader reader) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      var file = new FrameFile(path, channel, FILE_HEADER);
      file.checkHeader();
      file.readAll(reader);
      return file;
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  private void checkHeader() throws IOException {
    if (channel.size() < FILE_HEADER) {
      throw new DamagedLedgerException(path, "it has no header", null);
    }
    ByteBuffer header = readAt(0, FILE_HEADER);
    long magic = header.getLong();
    version = header.getInt();
    if (magic != MAGIC) {
      throw new DamagedLedgerException(path, "it is no ledger", null);
    }
    if (version < OLDEST_VERSION || version > VERSION) {
      throw new DamagedLedgerException(
          path,
          "its format must be between "
              + OLDEST_VERSION
              + " and "
              + VERSION
              + ", but was "
              + version,
          null);
    }
  }

  private void readAll(FrameReader reader) throws IOException {
    long size = channel.size();
    int length = payloadAt(end, size);
    while (length >= 0) {
      long start = end + FRAME_HEADER;
      ByteBuffer payload = readAt(start, length);
      try {
        reader.read(payload, start);
      } catch (RuntimeException unreadable) {
        throw new DamagedLedgerException(path, "unknown content at byte " + start, unreadable);
      }
      end = start + length;
      length = payloadAt(end, size);
    }
    if (end < size) {
      if (hasFrameBehind(end + 1, size)) {
        throw new DamagedLedgerException(path, "a checksum is wrong at byte " + end, null);
      }
      channel.truncate(end);
      channel.force(true);
    }
  }

  /** The length of the payload of a whole frame at this position; -1 if there is none. */
  private int payloadAt(long position, long size) throws IOException {
    if (size - position < FRAME_HEADER) {
      return -1;
    }
    ByteBuffer header = readAt(position, FRAME_HEADER);
    if (!isHeader(header, 0)) {
      return -1;
    }
    int length = header.getInt(0);
    if (length < 0 || length > size - position - FRAME_HEADER) {
      return -1;
    }
    ByteBuffer payload = readAt(position + FRAME_HEADER, length);
    return crc(payload, 0, length) == header.getInt(Integer.BYTES) ? length : -1;
  }

  private static boolean isHeader(ByteBuffer bytes, int at) {
    return crc(bytes, at, 2 * Integer.BYTES) == bytes.getInt(at + 2 * Integer.BYTES);
  }

  private boolean hasFrameBehind(long from, long size) throws IOException {
    for (long position = from; position <= size - FRAME_HEADER; position += WINDOW) {
      int bytes = (int) Math.min(size - position, WINDOW + FRAME_HEADER - 1L);
      ByteBuffer window = readAt(position, bytes);
      for (int i = 0; i <= bytes - FRAME_HEADER; i++) {
        if (isHeader(window, i) && payloadAt(position + i, size) >= 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** What it says it is; new frames must not be added to one of an older format. */
  boolean isOfOlderFormat() {
    return version < VERSION;
  }

  /** On disk when it returns. Returns where the payload begins. */
  long add(ByteBuffer payload) throws IOException {
    int length = payload.remaining();
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + length);
    frame.putInt(length).putInt(crc(payload, payload.position(), length));
    frame.putInt(crc(frame, 0, 2 * Integer.BYTES)).put(payload).flip();
    long start = end + FRAME_HEADER;
    append(frame);
    return start;
  }

  private void append(ByteBuffer bytes) throws IOException {
    long position = end;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    channel.force(false);
    end = position;
  }

  ByteBuffer readAt(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new DamagedLedgerException(path, "it ends before byte " + (position + length), null);
      }
    }
    return bytes.flip();
  }

  long size() {
    return end;
  }

  private static int crc(ByteBuffer bytes, int from, int length) {
    var crc = new CRC32C();
    crc.update(bytes.array(), bytes.arrayOffset() + from, length);
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
