package dev.quiver.store.internal.wire;

import dev.quiver.store.internal.model.Value;
import dev.quiver.store.internal.wire.proto.RecordProto;
import java.util.UUID;

/** A metadata value on the wire, with the exact type it came with. */
final class ValueForm {
  /** Tag and length of the value, tag and bytes of the widest number or UUID in it. */
  private static final int OVERHEAD = 32;

  private ValueForm() {}

  static RecordProto.Value write(Value value) {
    var message = RecordProto.Value.newBuilder();
    switch (value) {
      case Value.Text(String text) -> message.setText(TextForm.write(text));
      case Value.Uuid(UUID uuid) -> message.setUuid(writeUuid(uuid));
      case Value.Num(Number number) -> writeNumber(message, number);
    }
    return message.build();
  }

  private static void writeNumber(RecordProto.Value.Builder message, Number number) {
    switch (number) {
      case Integer value -> message.setInt32(value);
      case Long value -> message.setInt64(value);
      case Float value -> message.setFloat32(Float.floatToRawIntBits(value));
      case Double value -> message.setFloat64(Double.doubleToRawLongBits(value));
      default -> throw new IllegalArgumentException("number must be of four types: " + number);
    }
  }

  static RecordProto.Uuid writeUuid(UUID uuid) {
    return RecordProto.Uuid.newBuilder()
        .setMost(uuid.getMostSignificantBits())
        .setLeast(uuid.getLeastSignificantBits())
        .build();
  }

  static Value read(RecordProto.Value message) {
    return switch (Format.known(message).getKindCase()) {
      case TEXT -> new Value.Text(TextForm.read(message.getText()));
      case UUID -> new Value.Uuid(readUuid(message.getUuid()));
      case INT32 -> new Value.Num(message.getInt32());
      case INT64 -> new Value.Num(message.getInt64());
      case FLOAT32 -> new Value.Num(Float.intBitsToFloat(message.getFloat32()));
      case FLOAT64 -> new Value.Num(Double.longBitsToDouble(message.getFloat64()));
      case KIND_NOT_SET -> throw new IllegalArgumentException("value is missing");
    };
  }

  static UUID readUuid(RecordProto.Uuid message) {
    Format.known(message);
    return new UUID(message.getMost(), message.getLeast());
  }

  /** Bytes on the wire at most. */
  static long sizeOf(Value value) {
    return OVERHEAD + (value instanceof Value.Text(String text) ? TextForm.sizeOf(text) : 0);
  }
}
