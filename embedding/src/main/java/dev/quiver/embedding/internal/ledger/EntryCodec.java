package dev.quiver.embedding.internal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Entries as bytes. {@code docs/formats.md} says how. */
final class EntryCodec {
  private static final byte SOURCE = 1;
  private static final byte STORE = 2;
  private static final byte WITNESS = 3;
  private static final int UUID_BYTES = 2 * Long.BYTES;

  private EntryCodec() {}

  static byte[] write(LedgerEntry entry) {
    return switch (entry) {
      case SourceState state -> write(state);
      case StoreState(long generation, String incarnation) -> {
        byte[] text = bytes(incarnation);
        yield put(
                ByteBuffer.allocate(1 + Long.BYTES + size(text)).put(STORE).putLong(generation),
                text)
            .array();
      }
      case Witness(String source, UUID segment, List<Float> vector) -> {
        byte[] text = bytes(source);
        int size = 1 + size(text) + UUID_BYTES + Integer.BYTES + vector.size() * Float.BYTES;
        ByteBuffer out = put(ByteBuffer.allocate(size).put(WITNESS), text);
        put(out, segment).putInt(vector.size());
        vector.forEach(out::putFloat);
        yield out.array();
      }
    };
  }

  private static byte[] write(SourceState state) {
    byte[] source = bytes(state.source());
    byte[] model = bytes(state.origin().model());
    int size =
        2
            + size(source)
            + ContentHash.BYTES
            + size(model)
            + Long.BYTES
            + 2 * Integer.BYTES
            + (state.segments().size() + state.retired().size()) * UUID_BYTES;
    ByteBuffer out = ByteBuffer.allocate(size).put(SOURCE).put(state.standing().code());
    put(out, source);
    state.content().write(out);
    put(out, model).putLong(state.origin().generation());
    put(put(out, state.segments()), state.retired());
    return out.array();
  }

  /** Reads one entry and leaves the buffer behind it. */
  static LedgerEntry read(ByteBuffer in) {
    byte type = in.get();
    return switch (type) {
      case SOURCE -> {
        Standing standing = Standing.of(in.get());
        String source = text(in);
        ContentHash content = ContentHash.read(in);
        var origin = new SourceState.Origin(text(in), in.getLong());
        yield new SourceState(source, standing, content, origin, ids(in), ids(in));
      }
      case STORE -> new StoreState(in.getLong(), text(in));
      case WITNESS -> new Witness(text(in), id(in), vector(in));
      default -> throw new IllegalArgumentException("entries are of type 1 to 3, but was " + type);
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int size(byte[] text) {
    return Integer.BYTES + text.length;
  }

  private static ByteBuffer put(ByteBuffer out, byte[] text) {
    return out.putInt(text.length).put(text);
  }

  private static ByteBuffer put(ByteBuffer out, UUID id) {
    return out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
  }

  private static ByteBuffer put(ByteBuffer out, List<UUID> ids) {
    out.putInt(ids.size());
    ids.forEach(id -> put(out, id));
    return out;
  }

  private static String text(ByteBuffer in) {
    var bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static UUID id(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  private static List<UUID> ids(ByteBuffer in) {
    int count = in.getInt();
    var ids = new ArrayList<UUID>(count);
    for (int i = 0; i < count; i++) {
      ids.add(id(in));
    }
    return ids;
  }

  private static List<Float> vector(ByteBuffer in) {
    int count = in.getInt();
    var vector = new ArrayList<Float>(count);
    for (int i = 0; i < count; i++) {
      vector.add(in.getFloat());
    }
    return vector;
  }
}
