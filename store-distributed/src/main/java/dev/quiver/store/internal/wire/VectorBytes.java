package dev.quiver.store.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A vector as bytes: IEEE 754 singles, little-endian, nothing between them. Both ways copy blocks
 * of memory, so every bit survives, those of a NaN and of negative zero included.
 */
public final class VectorBytes {
  private VectorBytes() {}

  public static byte[] of(float[] vector) {
    var bytes = new byte[Math.multiplyExact(vector.length, Float.BYTES)];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
    return bytes;
  }

  /** The same bytes, from the buffer's position on. */
  public static void write(float[] vector, ByteBuffer to) {
    to.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
    to.position(to.position() + vector.length * Float.BYTES);
  }

  /** Reads what remains in the buffer, and leaves the buffer as it is. */
  public static float[] read(ByteBuffer bytes) {
    if (bytes.remaining() % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "vector must be a multiple of 4 bytes, but was " + bytes.remaining());
    }
    var vector = new float[bytes.remaining() / Float.BYTES];
    bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
    return vector;
  }
}
