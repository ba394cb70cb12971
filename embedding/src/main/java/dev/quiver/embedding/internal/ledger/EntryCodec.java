package dev.quiver.embedding.internal.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Entries as bytes. {@code docs/formats.md} says how. */
final class EntryCodec {
  private static final byte SOURCE = 1;
  private static final byte STORE = 2;
  private static final byte WITNESS_OF_FORMAT_1 = 3;
  private static final byte PART = 4;
  private static final byte WITNESS = 5;
  private static final byte FOLDER = 6;
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
      case Witness witness -> write(witness);
      case Part(String source, List<UUID> segments) -> {
        byte[] text = bytes(source);
        int size = 1 + size(text) + Integer.BYTES + segments.size() * UUID_BYTES;
        yield put(put(ByteBuffer.allocate(size).put(PART), text), segments).array();
      }
      case Folder(String key, String path) -> {
        byte[] name = bytes(key);
        byte[] where = bytes(path);
        int size = 1 + size(name) + size(where);
        yield put(put(ByteBuffer.allocate(size).put(FOLDER), name), where).array();
      }
    };
  }

  private static byte[] write(Witness witness) {
    byte[] source = bytes(witness.source());
    int size =
        1
            + size(source)
            + UUID_BYTES
            + 2 * Integer.BYTES
            + Long.BYTES
            + witness.vector().size() * Float.BYTES;
    ByteBuffer out = put(ByteBuffer.allocate(size).put(WITNESS), source);
    put(out, witness.segment())
        .putInt(witness.documents())
        .putLong(witness.stored().toEpochMilli())
        .putInt(witness.vector().size());
    witness.vector().forEach(out::putFloat);
    return out.array();
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
      case WITNESS_OF_FORMAT_1 -> Witness.ofFormat1(text(in), id(in), vector(in));
      case PART -> new Part(text(in), ids(in));
      case WITNESS -> witness(in);
      case FOLDER -> new Folder(text(in), text(in));
      default -> throw new IllegalArgumentException("entries are of type 1 to 6, but was " + type);
    };
  }

  private static Witness witness(ByteBuffer in) {
    String source = text(in);
    UUID segment = id(in);
    int documents = in.getInt();
    Instant stored = Instant.ofEpochMilli(in.getLong());
    return new Witness(source, segment, vector(in), documents, stored);
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
