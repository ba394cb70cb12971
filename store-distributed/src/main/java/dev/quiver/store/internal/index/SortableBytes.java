package dev.quiver.store.internal.index;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Value;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/**
 * Keys and metadata values as bytes whose unsigned order is the order of the values, so that Lucene
 * can sort, find and range over them without a second look.
 *
 * <ul>
 *   <li>A <em>string</em> has each of its UTF-16 units written the way UTF-8 writes a code point
 *       (CESU-8). Unlike UTF-8 this keeps {@link String#compareTo} order for supplementary
 *       characters and tells unpaired surrogates apart.
 *   <li>A <em>key</em> is the id, with each zero byte as {@code 00 FF}, then {@code 00 00} when
 *       there is no partition or {@code 00 01} and the partition. So the order is that of {@link
 *       RecordKey}, and all keys with one id share a prefix that no other id has.
 *   <li>A <em>number</em> is its nearest double and, in four bytes, how far the number lies from
 *       the decimal text of that double. Only longs beyond 2^53 have such a remainder, of at most a
 *       few thousand.
 *   <li>A <em>UUID</em> is its two halves, each with the sign bit flipped, because {@link
 *       UUID#compareTo} is signed.
 * </ul>
 */
final class SortableBytes {
  /** Longer strings are indexed by this much of their bytes and a hash of the rest. */
  static final int MAX_TERM_BYTES = 1024;

  static final int NUMBER_BYTES = Double.BYTES + Integer.BYTES;
  private static final int UUID_BYTES = 2 * Long.BYTES;
  private static final int HASH_BYTES = 16;
  private static final byte ESCAPED_ZERO = (byte) 0xFF;
  private static final byte NO_PARTITION = 0;
  private static final byte PARTITION = 1;

  private SortableBytes() {}

  static BytesRef key(RecordKey key) {
    var out = idPrefix(key.id());
    String partition = key.partition();
    if (partition == null) {
      out.write(NO_PARTITION);
    } else {
      out.write(PARTITION);
      write(partition, out);
    }
    return new BytesRef(out.toByteArray());
  }

  static RecordKey readKey(BytesRef bytes) {
    var id = new ByteArrayOutputStream(bytes.length);
    int at = bytes.offset;
    while (bytes.bytes[at] != 0 || bytes.bytes[at + 1] == ESCAPED_ZERO) {
      id.write(bytes.bytes[at]);
      at += bytes.bytes[at] == 0 ? 2 : 1;
    }
    String partition =
        bytes.bytes[at + 1] == NO_PARTITION
            ? null
            : readString(bytes.bytes, at + 2, bytes.offset + bytes.length);
    return new RecordKey(partition, readString(id.toByteArray(), 0, id.size()));
  }

  private static ByteArrayOutputStream idPrefix(String id) {
    var out = new ByteArrayOutputStream(id.length() + 8);
    for (byte b : string(id)) {
      out.write(b);
      if (b == 0) {
        out.write(ESCAPED_ZERO);
      }
    }
    out.write(0);
    return out;
  }

  static byte[] string(String text) {
    var out = new ByteArrayOutputStream(text.length() + 8);
    write(text, out);
    return out.toByteArray();
  }

  private static void write(String text, ByteArrayOutputStream out) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        out.write(unit);
      } else if (unit < 0x800) {
        out.write(0xC0 | (unit >> 6));
        out.write(0x80 | (unit & 0x3F));
      } else {
        out.write(0xE0 | (unit >> 12));
        out.write(0x80 | ((unit >> 6) & 0x3F));
        out.write(0x80 | (unit & 0x3F));
      }
    }
  }

  private static String readString(byte[] bytes, int from, int to) {
    var text = new StringBuilder(to - from);
    int at = from;
    while (at < to) {
      int lead = bytes[at++] & 0xFF;
      if (lead < 0x80) {
        text.append((char) lead);
      } else if (lead < 0xE0) {
        text.append((char) (((lead & 0x1F) << 6) | (bytes[at++] & 0x3F)));
      } else {
        int middle = bytes[at++] & 0x3F;
        text.append((char) (((lead & 0x0F) << 12) | (middle << 6) | (bytes[at++] & 0x3F)));
      }
    }
    return text.toString();
  }

  /** The string's bytes if they are a term as they stand, else null. */
  static @Nullable BytesRef wholeTerm(String text) {
    byte[] bytes = string(text);
    return bytes.length <= MAX_TERM_BYTES ? new BytesRef(bytes) : null;
  }

  /** A term for any string: of those too long, equal ones share a term and few others do. */
  static BytesRef term(String text) {
    byte[] bytes = string(text);
    if (bytes.length <= MAX_TERM_BYTES) {
      return new BytesRef(bytes);
    }
    var hash = Hashing.murmur3_128().hashBytesTo128Bits(bytes);
    return new BytesRef(
        ByteBuffer.allocate(MAX_TERM_BYTES + HASH_BYTES)
            .put(bytes, 0, MAX_TERM_BYTES)
            .putLong(hash.getMostSignificantBits())
            .putLong(hash.getLeastSignificantBits())
            .array());
  }

  /** What all terms of strings that begin like this long one begin with. */
  static BytesRef longPrefix(String text) {
    return new BytesRef(string(text), 0, MAX_TERM_BYTES);
  }

  static byte[] number(Value.Num number) {
    double nearest = number.nearestDouble();
    return number(nearest, number.number() instanceof Long n ? remainder(n, nearest) : 0);
  }

  private static int remainder(long number, double nearest) {
    if (Math.abs(nearest) < 1L << 53) {
      return 0;
    }
    return BigDecimal.valueOf(number)
        .subtract(new BigDecimal(Double.toString(nearest)))
        .intValueExact();
  }

  /** The bytes of the number nearest to this one on the given side. */
  static byte[] beside(Value.Num number, int step) {
    byte[] bytes = number(number);
    int remainder = NumericUtils.sortableBytesToInt(bytes, Double.BYTES);
    NumericUtils.intToSortableBytes(remainder + step, bytes, Double.BYTES);
    return bytes;
  }

  static byte[] number(double nearest, int remainder) {
    var bytes = new byte[NUMBER_BYTES];
    NumericUtils.longToSortableBytes(NumericUtils.doubleToSortableLong(nearest), bytes, 0);
    NumericUtils.intToSortableBytes(remainder, bytes, Double.BYTES);
    return bytes;
  }

  static BytesRef uuid(UUID uuid) {
    var bytes = new byte[UUID_BYTES];
    NumericUtils.longToSortableBytes(uuid.getMostSignificantBits(), bytes, 0);
    NumericUtils.longToSortableBytes(uuid.getLeastSignificantBits(), bytes, Long.BYTES);
    return new BytesRef(bytes);
  }
}
