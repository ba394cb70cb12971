package dev.quiver.store.internal.handoff;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * How far a queue has been replayed, in a small file of two slots written in turn: a write cut
 * short leaves the other slot, and offsets only grow.
 */
final class Cursor implements Closeable {
  private static final String NAME = "cursor";
  private static final int SLOT_BYTES = 512;
  private static final int USED_BYTES = Long.BYTES + Integer.BYTES;

  private final RandomAccessFile file;
  private int slot;

  private Cursor(RandomAccessFile file) {
    this.file = file;
  }

  static boolean exists(Path folder) {
    return Files.exists(folder.resolve(NAME));
  }

  static Cursor create(Path folder) throws IOException {
    Path unfinished = folder.resolve(NAME + ".tmp");
    try (var file = new RandomAccessFile(unfinished.toFile(), "rw")) {
      file.write(slot(0));
      file.write(slot(0));
      file.getFD().sync();
    }
    Files.move(unfinished, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    SegmentedFile.syncEntries(folder);
    return open(folder);
  }

  static Cursor open(Path folder) throws IOException {
    return new Cursor(new RandomAccessFile(folder.resolve(NAME).toFile(), "rw"));
  }

  private static byte[] slot(long offset) {
    return ByteBuffer.allocate(SLOT_BYTES).putLong(offset).putInt(checksum(offset)).array();
  }

  private static int checksum(long offset) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(offset).flip());
    return (int) crc.getValue();
  }

  /** The furthest offset noted; nothing if neither slot is sound. */
  OptionalLong read() throws IOException {
    OptionalLong furthest = OptionalLong.empty();
    for (int number = 0; number < 2; number++) {
      var used = new byte[USED_BYTES];
      file.seek((long) number * SLOT_BYTES);
      file.readFully(used);
      ByteBuffer buffer = ByteBuffer.wrap(used);
      long offset = buffer.getLong();
      if (buffer.getInt() == checksum(offset)
          && (furthest.isEmpty() || offset > furthest.getAsLong())) {
        furthest = OptionalLong.of(offset);
        slot = 1 - number;
      }
    }
    return furthest;
  }

  /** Survives the end of the process; {@link #sync} sees it to disk. */
  void write(long offset) throws IOException {
    file.seek((long) slot * SLOT_BYTES);
    file.write(slot(offset));
    slot = 1 - slot;
  }

  void sync() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
