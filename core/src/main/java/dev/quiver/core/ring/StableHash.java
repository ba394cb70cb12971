package dev.quiver.core.ring;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * The one hash that decides where records and shards live: XXH3 with 64 bits and seed 0, text as
 * UTF-8. Its values are part of the stored format and never change.
 *
 * <p>XXH3 is frozen since xxHash 0.8.0, has a written specification with published test vectors,
 * and exists in every language a client may be written in. Wyhash and komihash are as good on short
 * keys but change their values with each major version.
 */
public final class StableHash {
  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private StableHash() {}

  /** The hash of the bytes as they are. */
  public static long of(byte[] bytes) {
    return XXH3.hashBytesToLong(bytes);
  }

  /** The hash of the text's UTF-8 bytes; an unpaired surrogate counts as {@code '?'}. */
  public static long of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }
}
