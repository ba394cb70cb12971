package dev.quiver.store.internal.handoff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An entry as it stands in a queue's stream: a header of 32 bytes, then what was handed in. The
 * header holds the CRC-32C of all that follows it, the payload's length, the entry's own offset,
 * the offset below which everything was on disk when it was written, and the time, all big end
 * first. Zeros are no entry.
 *
 * @param durable what lies before this offset was on disk
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Frame(long offset, long durable, long atMillis, byte[] payload) {
  static final int HEADER_BYTES = 32;

  private static final int CHECKSUM_BYTES = 4;

  /** Where in a header the entry's own offset stands. */
  static final int OFFSET_AT = CHECKSUM_BYTES + Integer.BYTES;

  static long sizeOf(int payloadBytes) {
    return HEADER_BYTES + (long) payloadBytes;
  }

  long end() {
    return offset + sizeOf(payload.length);
  }

  byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + payload.length);
    buffer.position(CHECKSUM_BYTES);
    buffer.putInt(payload.length).putLong(offset).putLong(durable).putLong(atMillis).put(payload);
    buffer.putInt(0, checksum(buffer.array()));
    return buffer.array();
  }

  /** The sound entry that begins at an offset, if there is one. */
  static Optional<Frame> read(SegmentedFile file, long offset) throws IOException {
    if (offset + HEADER_BYTES > file.end()) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(file.read(offset, HEADER_BYTES));
    int length = header.getInt(CHECKSUM_BYTES);
    if (length <= 0
        || header.getLong(OFFSET_AT) != offset
        || offset + sizeOf(length) > file.end()) {
      return Optional.empty();
    }
    byte[] whole = file.read(offset, HEADER_BYTES + length);
    ByteBuffer buffer = ByteBuffer.wrap(whole);
    if (buffer.getInt() != checksum(whole)) {
      return Optional.empty();
    }
    buffer.position(OFFSET_AT + Long.BYTES);
    long durable = buffer.getLong();
    long atMillis = buffer.getLong();
    var payload = new byte[length];
    buffer.get(payload);
    return Optional.of(new Frame(offset, durable, atMillis, payload));
  }

  private static int checksum(byte[] whole) {
    var crc = new CRC32C();
    crc.update(whole, CHECKSUM_BYTES, whole.length - CHECKSUM_BYTES);
    return (int) crc.getValue();
  }
}
