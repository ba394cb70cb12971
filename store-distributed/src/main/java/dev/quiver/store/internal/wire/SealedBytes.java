package dev.quiver.store.internal.wire;

import dev.quiver.store.error.UnreadableFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * A frame in which no damage goes unnoticed.
 *
 * <pre>
 * magic     4 bytes   ASCII
 * length    4 bytes   of the body; this and the checksum little-endian
 * body
 * checksum  4 bytes   CRC32C of everything before
 * </pre>
 *
 * @param name what is framed, for error messages
 */
record SealedBytes(String name, String magic) {
  private static final int HEADER = 8;
  private static final int CHECKSUM = 4;

  byte[] seal(byte[] body) {
    ByteBuffer frame =
        ByteBuffer.allocate(HEADER + body.length + CHECKSUM).order(ByteOrder.LITTLE_ENDIAN);
    frame.put(magic.getBytes(StandardCharsets.US_ASCII)).putInt(body.length).put(body);
    return frame.putInt(checksum(frame.duplicate().flip())).array();
  }

  /** The body, or an {@link UnreadableFormatException}. */
  ByteBuffer open(byte[] bytes) {
    ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int bodyLength = bytes.length - HEADER - CHECKSUM;
    if (bodyLength < 0 || !startsWithMagic(bytes) || frame.getInt(magic.length()) != bodyLength) {
      throw new UnreadableFormatException(
          String.format(
              Locale.ROOT,
              "%s must begin with %s and its length, but does not in its %d bytes",
              name,
              magic,
              bytes.length));
    }
    int stored = frame.getInt(HEADER + bodyLength);
    int actual = checksum(frame.duplicate().limit(HEADER + bodyLength));
    if (stored != actual) {
      throw new UnreadableFormatException(
          String.format(
              Locale.ROOT,
              "%s must have the checksum %s, but has %s",
              name,
              Integer.toHexString(stored),
              Integer.toHexString(actual)));
    }
    return frame.slice(HEADER, bodyLength);
  }

  private boolean startsWithMagic(byte[] bytes) {
    return new String(bytes, 0, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
  }

  private static int checksum(ByteBuffer content) {
    var checksum = new CRC32C();
    checksum.update(content);
    return (int) checksum.getValue();
  }
}
