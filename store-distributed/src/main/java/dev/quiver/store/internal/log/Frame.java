package dev.quiver.store.internal.log;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/** The place in a segment where an entry should lie: sound, cut short by a crash, or damaged. */
final class Frame {
  private static final int CHECKSUM_BYTES = 4;
  private static final int LONGEST_VARINT = 5;

  /** What a disk writes whole. A hole in an entry is at least this long. */
  private static final int SECTOR_BYTES = 512;

  /** Tags of the first two fields of every entry: its term and its index. */
  private static final int TERM_TAG = 0x08;

  private static final int INDEX_TAG = 0x10;

  private final byte[] bytes;

  /** Where its length begins. */
  private final int from;

  /** Where the entry itself begins. */
  private final int body;

  /** Behind its checksum, as far as the length can be believed. */
  private final long end;

  private Frame(byte[] bytes, int from, int body, long end) {
    this.bytes = bytes;
    this.from = from;
    this.body = body;
    this.end = end;
  }

  static Frame at(byte[] bytes, int from) {
    long length = 0;
    int at = from;
    for (int i = 0; i < LONGEST_VARINT && at < bytes.length; i++) {
      byte b = bytes[at++];
      length |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return new Frame(bytes, from, at, at + length + CHECKSUM_BYTES);
      }
    }
    return new Frame(bytes, from, at, Long.MAX_VALUE);
  }

  int length() {
    return Math.toIntExact(end - from);
  }

  boolean isSound() {
    return end <= bytes.length
        && checksum(Arrays.copyOfRange(bytes, from, body), body, (int) end) == stored((int) end);
  }

  LogEntryProto entry() throws InvalidProtocolBufferException {
    int size = (int) end - CHECKSUM_BYTES - body;
    return LogEntryProto.parseFrom(UnsafeByteOperations.unsafeWrap(bytes, body, size));
  }

  /**
   * Whether a crash explains it: its end, or a whole sector of it, never reached the disk, and
   * nothing that was written after it did. A length that was changed later makes a whole entry look
   * cut short; so an entry that is whole under the length its last byte gives is not taken for one.
   * Where writes may be torn in any order, what follows a hole says nothing.
   */
  boolean isCutShort(long index, TornWrites torn) {
    if (torn == TornWrites.ANY_ORDER && end <= bytes.length && isHollow()) {
      return true;
    }
    boolean unfinished =
        end > bytes.length || (isZero(bytes, (int) end, bytes.length) && isHollow());
    return unfinished && !wasWhole() && !hasSuccessor(index);
  }

  private boolean isHollow() {
    if (bytes[(int) end - 1] == 0) {
      return true;
    }
    int firstSector = (from + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
    for (int at = firstSector; at + SECTOR_BYTES <= end; at += SECTOR_BYTES) {
      if (isZero(bytes, at, at + SECTOR_BYTES)) {
        return true;
      }
    }
    return false;
  }

  private boolean wasWhole() {
    int last = bytes.length - 1;
    while (last > from && bytes[last] == 0) {
      last--;
    }
    for (int wholeEnd = last + 1; wholeEnd <= last + CHECKSUM_BYTES; wholeEnd++) {
      for (int start = from + 1; start <= from + LONGEST_VARINT; start++) {
        int size = wholeEnd - CHECKSUM_BYTES - start;
        if (size > 0
            && wholeEnd <= bytes.length
            && checksum(varint(size), start, wholeEnd) == stored(wholeEnd)) {
          return true;
        }
      }
    }
    return false;
  }

  private static byte[] varint(int value) {
    byte[] bytes = new byte[CodedOutputStream.computeUInt32SizeNoTag(value)];
    int rest = value;
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i == bytes.length - 1 ? rest : rest | 0x80);
      rest >>>= 7;
    }
    return bytes;
  }

  /** Whether a sound entry with a later index lies anywhere behind. */
  private boolean hasSuccessor(long index) {
    for (int at = from + 1; at < bytes.length - CHECKSUM_BYTES; at++) {
      if (bytes[at] != 0) {
        Frame frame = at(bytes, at);
        if (frame.end <= bytes.length && frame.looksLaterThan(index) && frame.isSound()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean looksLaterThan(long index) {
    if (bytes[body] != TERM_TAG) {
      return false;
    }
    int at = body + 1;
    while (at < bytes.length && bytes[at] < 0) {
      at++;
    }
    at++;
    if (at >= bytes.length || bytes[at] != INDEX_TAG) {
      return false;
    }
    long found = 0;
    for (int shift = 0; ++at < bytes.length && shift < Long.SIZE; shift += 7) {
      found |= (long) (bytes[at] & 0x7f) << shift;
      if (bytes[at] >= 0) {
        return found > index;
      }
    }
    return false;
  }

  private int checksum(byte[] length, int bodyFrom, int frameEnd) {
    CRC32C crc = new CRC32C();
    crc.update(length);
    crc.update(bytes, bodyFrom, frameEnd - CHECKSUM_BYTES - bodyFrom);
    return (int) crc.getValue();
  }

  private int stored(int frameEnd) {
    int stored = 0;
    for (int i = frameEnd - CHECKSUM_BYTES; i < frameEnd; i++) {
      stored = (stored << 8) | (bytes[i] & 0xff);
    }
    return stored;
  }

  static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
