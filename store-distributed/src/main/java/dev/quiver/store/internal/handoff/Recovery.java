package dev.quiver.store.internal.handoff;

import dev.quiver.store.error.DamagedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is in a queue's files after they were read and set right.
 *
 * <p>The first place without a sound entry is the end. Usually only zeros follow. Where anything
 * else does, a crash cut the last entries short, and nobody was told that they are safe: they are
 * overwritten with zeros. Unless an entry behind says that this place was on disk when it was
 * written: then something was lost that is not ours to lose, and the queue is refused.
 *
 * @param head the first entry that is not known to have been applied
 * @param end behind the last sound entry
 * @param oldestMillis of the first entry; 0 if there is none
 */
record Recovery(long head, long end, long length, long oldestMillis) {

  static Cursor cursor(Path folder, SegmentedFile file) throws IOException {
    if (Cursor.exists(folder)) {
      return Cursor.open(folder);
    }
    if (!file.isEmpty()) {
      throw new DamagedDataException(folder.toString(), "its cursor is missing", null);
    }
    return Cursor.create(folder);
  }

  static Recovery of(Path folder, SegmentedFile file, Cursor cursor) throws IOException {
    long head =
        cursor
            .read()
            .orElseThrow(
                () -> new DamagedDataException(folder.toString(), "its cursor is damaged", null));
    if (!file.isWhole()) {
      throw new DamagedDataException(folder.toString(), "segments are missing or cut", null);
    }
    if (!file.isEmpty() && (head < file.begin() || head > file.end())) {
      throw new DamagedDataException(
          folder.toString(), "its cursor points to byte " + head + ", which is not there", null);
    }
    long end = head;
    long length = 0;
    long oldest = 0;
    Optional<Frame> next = Frame.read(file, end);
    while (next.isPresent()) {
      oldest = length == 0 ? next.get().atMillis() : oldest;
      length++;
      end = next.get().end();
      next = Frame.read(file, end);
    }
    cut(folder, file, end);
    file.dropBefore(head);
    return new Recovery(head, end, length, oldest);
  }

  private static void cut(Path folder, SegmentedFile file, long end) throws IOException {
    if (isClear(file, end)) {
      return;
    }
    byte[] rest = file.read(end, Math.toIntExact(file.end() - end));
    ByteBuffer tail = ByteBuffer.wrap(rest);
    for (int at = 1; at + Frame.HEADER_BYTES <= rest.length; at++) {
      if (tail.getLong(at + Frame.OFFSET_AT) == end + at) {
        Optional<Frame> later = Frame.read(file, end + at);
        if (later.isPresent() && later.get().durable() > end) {
          throw new DamagedDataException(
              folder.toString(), "the entry at byte " + end + " was whole once and is not", null);
        }
      }
    }
    file.clearFrom(end);
  }

  private static boolean isClear(SegmentedFile file, long from) throws IOException {
    for (long at = from; at < file.end(); ) {
      int part = (int) Math.min(SegmentedFile.SEGMENT_BYTES, file.end() - at);
      for (byte each : file.read(at, part)) {
        if (each != 0) {
          return false;
        }
      }
      at += part;
    }
    return true;
  }
}
