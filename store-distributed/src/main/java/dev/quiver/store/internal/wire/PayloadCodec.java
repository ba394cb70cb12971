package dev.quiver.store.internal.wire;

import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.wire.proto.RecordProto.Payload;
import java.nio.ByteBuffer;

/**
 * What an index keeps beside the vector to give a record back: key, text and metadata. Equal
 * records have equal payloads.
 *
 * <p>Reading throws {@link dev.quiver.store.error.UnreadableFormatException} for bytes of another
 * format, cut short or damaged, and nothing else.
 */
public final class PayloadCodec {
  /** The format written; docs/formats.md describes it. */
  public static final int FORMAT = 1;

  private static final Format<Payload> READER = new Format<>("payload", FORMAT, Payload.parser());

  private PayloadCodec() {}

  public static byte[] encode(StoredRecord record) {
    return Payload.newBuilder()
        .setFormat(FORMAT)
        .setRecord(RecordForm.writeWithoutVector(record))
        .build()
        .toByteArray();
  }

  /** Joins a payload, what remains in the buffer, with the vector kept elsewhere. */
  public static StoredRecord decode(ByteBuffer bytes, float[] vector) {
    return READER.read(
        bytes, payload -> RecordForm.readWithVector(Format.known(payload).getRecord(), vector));
  }
}
