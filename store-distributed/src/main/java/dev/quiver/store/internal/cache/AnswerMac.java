package dev.quiver.store.internal.cache;

import dev.quiver.store.error.UnreadableFormatException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Proves that an answer comes from one who has the secret: HMAC-SHA-256 over the whole of it, which
 * holds the question's digest and the time it expires, at its end. Any thread.
 */
final class AnswerMac {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;
  private static final int ID_BYTES = 6;
  private static final byte[] ID_OF_SECRET = "quiver".getBytes(StandardCharsets.US_ASCII);

  private final SecretKey secret;
  private final String id;

  AnswerMac(SecretKey secret) {
    this.secret = secret;
    byte[] mac = of(ID_OF_SECRET, ID_OF_SECRET.length);
    this.id = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mac, ID_BYTES));
  }

  /** Tells secrets apart, and tells nothing of them: a part of the names answers have. */
  String id() {
    return id;
  }

  byte[] sign(byte[] answer) {
    byte[] signed = Arrays.copyOf(answer, answer.length + BYTES);
    System.arraycopy(of(answer, answer.length), 0, signed, answer.length, BYTES);
    return signed;
  }

  /** The answer that was signed, or an {@link UnreadableFormatException}. */
  byte[] verify(byte[] signed) {
    int length = signed.length - BYTES;
    if (length < 0
        || !MessageDigest.isEqual(
            of(signed, length), Arrays.copyOfRange(signed, length, signed.length))) {
      throw new UnreadableFormatException("answer was not written by one who has the secret");
    }
    return Arrays.copyOf(signed, length);
  }

  private byte[] of(byte[] bytes, int length) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      mac.update(bytes, 0, length);
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
      throw new IllegalStateException(ALGORITHM + " must be there in every Java", missing);
    }
  }
}
