package dev.quiver.store.internal.wire;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.quiver.store.error.UnreadableFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  byte[] seal(MessageLite body) {
    int length = body.getSerializedSize();
    ByteBuffer frame =
        ByteBuffer.allocate(HEADER + length + CHECKSUM).order(ByteOrder.LITTLE_ENDIAN);
    frame.put(magic.getBytes(StandardCharsets.US_ASCII)).putInt(length);
    write(body, CodedOutputStream.newInstance(frame.array(), HEADER, length));
    frame.position(HEADER + length);
    return frame.putInt(checksum(frame.duplicate().flip())).array();
  }

  private static void write(MessageLite body, CodedOutputStream to) {
    try {
      body.writeTo(to);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
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
