package dev.quiver.store.internal.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * Compares one file with the checksum in its last eight bytes, portion by portion, so that it can
 * be done at any pace. It reads instead of mapping: a disk that fails then says so by an exception.
 */
final class FileCheck implements Closeable {
  static final int PORTION = 1 << 20;

  private static final int CHECKSUM_BYTES = Long.BYTES;

  private final Path file;
  private final FileChannel channel;
  private final long length;
  private final CRC32 checksum = new CRC32();
  private final ByteBuffer buffer = ByteBuffer.allocate(PORTION);

  FileCheck(Path file) throws IOException {
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.length = channel.size();
  }

  /**
   * Reads the next portion. Returns whether another one follows.
   *
   * @throws DamagedIndexException if the file is not what was written
   */
  boolean readOn() throws IOException {
    long end = length - CHECKSUM_BYTES;
    long left = end - channel.position();
    if (left > 0) {
      fill((int) Math.min(PORTION, left));
      checksum.update(buffer);
      if (channel.position() < end) {
        return true;
      }
    }
    if (length < CHECKSUM_BYTES) {
      throw new DamagedIndexException(file, "ends too early", null);
    }
    fill(CHECKSUM_BYTES);
    if (buffer.getLong() != checksum.getValue()) {
      throw new DamagedIndexException(file, "does not match its checksum", null);
    }
    return false;
  }

  private void fill(int bytes) throws IOException {
    buffer.clear().limit(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new DamagedIndexException(file, "ends too early", null);
      }
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
