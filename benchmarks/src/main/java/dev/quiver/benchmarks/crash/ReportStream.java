package dev.quiver.benchmarks.crash;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports as bytes: a letter, then the parts. */
final class ReportStream {
  private ReportStream() {}

  static void write(DataOutputStream out, Report report) throws IOException {
    switch (report) {
      case Report.Found(String id, Held held) -> {
        out.writeByte('F');
        out.writeUTF(id);
        write(out, held);
      }
      case Report.Opened() -> out.writeByte('O');
      case Report.Acknowledged(int writer, int operation) -> {
        out.writeByte('A');
        out.writeInt(writer);
        out.writeInt(operation);
      }
      case Report.Seen(EnumSet<Phase> phases) -> {
        out.writeByte('S');
        out.writeByte(phases.size());
        for (Phase phase : phases) {
          out.writeUTF(phase.name());
        }
      }
      case Report.Failed(String why) -> {
        out.writeByte('X');
        out.writeUTF(why.substring(0, Math.min(why.length(), 10_000)));
      }
    }
  }

  private static void write(DataOutputStream out, Held held) throws IOException {
    out.writeInt(held.bits().size());
    for (int bits : held.bits()) {
      out.writeInt(bits);
    }
    out.writeBoolean(held.text() != null);
    if (held.text() != null) {
      out.writeUTF(held.text());
      out.writeInt(held.metadata().size());
      for (Map.Entry<String, Object> entry : held.metadata().entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeUTF(entry.getValue().getClass().getSimpleName());
        out.writeUTF(entry.getValue().toString());
      }
    }
  }

  /** Null at the end, which may come in the middle of a report. */
  static @Nullable Report read(DataInputStream in) throws IOException {
    try {
      int kind = in.readByte();
      return switch (kind) {
        case 'F' -> new Report.Found(in.readUTF(), readHeld(in));
        case 'O' -> new Report.Opened();
        case 'A' -> new Report.Acknowledged(in.readInt(), in.readInt());
        case 'S' -> {
          var phases = EnumSet.noneOf(Phase.class);
          for (int left = in.readByte(); left > 0; left--) {
            phases.add(Phase.valueOf(in.readUTF()));
          }
          yield new Report.Seen(phases);
        }
        case 'X' -> new Report.Failed(in.readUTF());
        default -> throw new IOException("report must be one of FOASX, but was " + kind);
      };
    } catch (EOFException killed) {
      return null;
    }
  }

  private static Held readHeld(DataInputStream in) throws IOException {
    List<Integer> bits = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      bits.add(in.readInt());
    }
    if (!in.readBoolean()) {
      return new Held(bits, null, Map.of());
    }
    String text = in.readUTF();
    Map<String, Object> metadata = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String key = in.readUTF();
      metadata.put(key, valueOf(in.readUTF(), in.readUTF()));
    }
    return new Held(bits, text, metadata);
  }

  private static Object valueOf(String type, String value) throws IOException {
    return switch (type) {
      case "String" -> value;
      case "UUID" -> UUID.fromString(value);
      case "Integer" -> Integer.valueOf(value);
      case "Long" -> Long.valueOf(value);
      case "Float" -> Float.valueOf(value);
      case "Double" -> Double.valueOf(value);
      default -> throw new IOException("metadata must be of a known type, but was " + type);
    };
  }
}
