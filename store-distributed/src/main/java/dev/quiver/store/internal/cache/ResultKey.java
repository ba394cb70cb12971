package dev.quiver.store.internal.cache;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What an answer is the answer to: the SHA-256 of everything that decides it, see {@link
 * KeyWriter}. Whoever can choose queries must not be able to make two with one key, which rules out
 * faster hashes.
 */
public final class ResultKey {
  private final byte[] digest;
  private final int hash;

  ResultKey(byte[] digest) {
    this.digest = digest;
    this.hash = ByteBuffer.wrap(digest).getInt();
  }

  /** Not to be changed. */
  byte[] digest() {
    return digest;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResultKey that && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }
}
