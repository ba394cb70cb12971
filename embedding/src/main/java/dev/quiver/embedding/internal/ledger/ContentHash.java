package dev.quiver.embedding.internal.ledger;

import java.nio.ByteBuffer;

/** The SHA-256 of everything a document's segments depend on. */
public record ContentHash(long first, long second, long third, long fourth) {
  static final int BYTES = 4 * Long.BYTES;

  static ContentHash of(byte[] digest) {
    return read(ByteBuffer.wrap(digest));
  }

  static ContentHash read(ByteBuffer in) {
    return new ContentHash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  void write(ByteBuffer out) {
    out.putLong(first).putLong(second).putLong(third).putLong(fourth);
  }
}
