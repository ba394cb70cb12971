package dev.quiver.embedding;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes ONNX graphs of two nodes whose output is the tokens' ids themselves, one component each,
 * so that a test can tell from a vector which tokens were read, and how they were pooled.
 */
final class TinyGraph {
  static final int INT32 = 6;
  static final int INT64 = 7;

  private static final int FLOAT = 1;

  private TinyGraph() {}

  /** One vector per token: its id. */
  static byte[] tokenStates(String output) {
    return model("input_ids", INT64, output, 3, node("Unsqueeze", "floats", output, 2, false));
  }

  /** One vector per text: the mean of its ids. */
  static byte[] sentence(String output) {
    return model("input_ids", INT64, output, 2, node("ReduceMean", "floats", output, 1, true));
  }

  /** As the first, with an input of another name or type. */
  static byte[] taking(String input, int type) {
    return model(input, type, "states", 3, node("Unsqueeze", "floats", "states", 2, false));
  }

  private static byte[] model(String input, int inputType, String output, int rank, byte[] node) {
    byte[] cast =
        message()
            .text(1, input)
            .text(2, "floats")
            .text(4, "Cast")
            .bytes(5, message().text(1, "to").number(3, FLOAT).number(20, 2).end())
            .end();
    Message graph =
        message()
            .bytes(1, cast)
            .bytes(1, node)
            .text(2, "tiny")
            .bytes(11, value(input, inputType, 2, false))
            .bytes(12, value(output, FLOAT, rank, true));
    return message()
        .number(1, 6)
        .bytes(7, graph.end())
        .bytes(8, message().text(1, "").number(2, 11).end())
        .end();
  }

  private static byte[] node(String type, String input, String output, int axis, boolean keep) {
    Message node = message().text(1, input).text(2, output).text(4, type);
    node.bytes(5, message().text(1, "axes").number(8, axis).number(20, 7).end());
    if (keep) {
      node.bytes(5, message().text(1, "keepdims").number(3, 1).number(20, 2).end());
    }
    return node.end();
  }

  /** A tensor of any size, whose last dimension is 1 where it holds vectors. */
  private static byte[] value(String name, int type, int rank, boolean vectors) {
    Message shape = message();
    for (int i = 0; i < rank; i++) {
      shape.bytes(
          1,
          vectors && i == rank - 1
              ? message().number(1, 1).end()
              : message().text(2, "d" + i).end());
    }
    byte[] tensor = message().number(1, type).bytes(2, shape.end()).end();
    return message().text(1, name).bytes(2, message().bytes(1, tensor).end()).end();
  }

  private static Message message() {
    return new Message();
  }

  /** A protobuf message, field by field. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message bytes(int field, byte[] value) {
      varint(((long) field << 3) | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long rest = value;
      while (rest > 0x7f) {
        out.write((int) ((rest & 0x7f) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }

    byte[] end() {
      return out.toByteArray();
    }
  }
}
