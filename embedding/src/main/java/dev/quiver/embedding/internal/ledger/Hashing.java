package dev.quiver.embedding.internal.ledger;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * A digest of values one after the other. Each is preceded by its length, so that no two sequences
 * of values read the same; strings are taken by their UTF-16 units, which tells apart even what
 * UTF-8 cannot spell.
 */
public final class Hashing {
  private static final int CHUNK = 4_096;
  private static final int VERSION_5 = 0x5000;

  private final MessageDigest digest;

  private Hashing(String algorithm) {
    try {
      this.digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has " + algorithm, missing);
    }
  }

  /** For telling content from other content. */
  public static Hashing sha256() {
    return new Hashing("SHA-256");
  }

  /** For name-based UUIDs of version 5, which are made of it. */
  public static Hashing sha1() {
    return new Hashing("SHA-1");
  }

  public Hashing add(String text) {
    number(text.length());
    ByteBuffer buffer = ByteBuffer.allocate(Math.min(text.length(), CHUNK) * Character.BYTES);
    for (int from = 0; from < text.length(); from += CHUNK) {
      int to = Math.min(text.length(), from + CHUNK);
      buffer.clear();
      buffer.asCharBuffer().put(text, from, to);
      digest.update(buffer.array(), 0, (to - from) * Character.BYTES);
    }
    return this;
  }

  public Hashing add(byte[] bytes) {
    number(bytes.length);
    digest.update(bytes);
    return this;
  }

  public Hashing add(ContentHash hash) {
    var bytes = ByteBuffer.allocate(ContentHash.BYTES);
    hash.write(bytes);
    return add(bytes.array());
  }

  public Hashing add(UUID id) {
    number(2L * Long.BYTES);
    return number(id.getMostSignificantBits()).number(id.getLeastSignificantBits());
  }

  public Hashing number(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return this;
  }

  public ContentHash content() {
    return ContentHash.of(digest.digest());
  }

  public UUID uuid() {
    ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
    long most = (bytes.getLong() & ~0xF000L) | VERSION_5;
    long least = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }
}
