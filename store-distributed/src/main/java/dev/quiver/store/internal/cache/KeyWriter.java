package dev.quiver.store.internal.cache;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.wire.VectorBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what decides an answer, part by part, so that different parts never make equal bytes:
 * what varies in length says how long it is. Not thread-safe.
 */
public final class KeyWriter {
  private static final int ABSENT = -1;
  private static final int TYPICAL_BYTES = 2_048;

  private ByteBuffer bytes = ByteBuffer.allocate(TYPICAL_BYTES);

  public KeyWriter number(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /** Zero and negative zero are one number, and nobody asks for anything else with the other. */
  public KeyWriter decimal(double value) {
    return number(Double.doubleToRawLongBits(value + 0.0));
  }

  public KeyWriter id(UUID value) {
    return number(value.getMostSignificantBits()).number(value.getLeastSignificantBits());
  }

  /** Any Java string, or none. */
  public KeyWriter text(@Nullable String value) {
    if (value == null) {
      room(Integer.BYTES).putInt(ABSENT);
      return this;
    }
    // Encoders make one replacement of all surrogates without a partner.
    int length = value.length() * Character.BYTES;
    ByteBuffer to = room(Integer.BYTES + length).putInt(length);
    to.asCharBuffer().put(value);
    to.position(to.position() + length);
    return this;
  }

  public KeyWriter vector(float[] value) {
    int length = Math.multiplyExact(value.length, Float.BYTES);
    VectorBytes.write(value, room(Integer.BYTES + length).putInt(length));
    return this;
  }

  /** In the form in which filters that say the same in another order are equal. */
  public KeyWriter filter(@Nullable Predicate value) {
    return value == null ? text(null) : block(CanonicalPredicate.bytes(value));
  }

  public KeyWriter positions(SortedMap<ShardId, Position> positions) {
    number(positions.size());
    for (Map.Entry<ShardId, Position> next : positions.entrySet()) {
      number(next.getKey().number());
      number(next.getValue().term()).number(next.getValue().index());
    }
    return this;
  }

  KeyWriter block(byte[] content) {
    room(Integer.BYTES + content.length).putInt(content.length).put(content);
    return this;
  }

  private ByteBuffer room(int needed) {
    if (bytes.remaining() < needed) {
      int capacity = Math.max(2 * bytes.capacity(), bytes.position() + needed);
      bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
    }
    return bytes;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  public ResultKey toKey() {
    return new ResultKey(toBytes());
  }
}
