package dev.quiver.store.internal.cache;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is the answer to: everything that decides it, as {@link KeyWriter} writes it down.
 * In memory these bytes are compared; elsewhere their SHA-256 stands for them, because whoever can
 * choose queries must not be able to make two with one key. Keys have an order, so that queries
 * chosen to collide make no map slow. Thread-safe.
 */
public final class ResultKey implements Comparable<ResultKey> {
  private final byte[] content;
  private final int hash;
  private volatile byte @Nullable [] digest;

  /** The bytes are given away. */
  ResultKey(byte[] content) {
    this.content = content;
    this.hash = Arrays.hashCode(content);
  }

  /** What it takes in memory, without its objects. */
  int bytes() {
    return content.length;
  }

  /** Not to be changed. Computed by whoever needs it first; twice does no harm. */
  byte[] digest() {
    byte[] known = digest;
    if (known == null) {
      known = sha256().digest(content);
      digest = known;
    }
    return known;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("SHA-256 must be there in every Java, but is not", missing);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResultKey that
        && hash == that.hash
        && Arrays.equals(content, that.content);
  }

  /** The same in every JVM. */
  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public int compareTo(ResultKey other) {
    return Arrays.compare(content, other.content);
  }

  /** The digest, as text. */
  @Override
  public String toString() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest());
  }
}
