package dev.quiver.store.internal.wire;

import com.google.protobuf.UnsafeByteOperations;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import dev.quiver.store.internal.wire.proto.RecordProto;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A record on the wire, whole or in its parts. */
final class RecordForm {
  /** Tags and lengths of record, key, vector and segment. */
  private static final int OVERHEAD = 24;

  /** Tag and length of a metadata entry. */
  private static final int ENTRY_OVERHEAD = 6;

  private RecordForm() {}

  static RecordProto.Record write(StoredRecord record) {
    return builder(record)
        .setVector(UnsafeByteOperations.unsafeWrap(VectorBytes.of(record.vector())))
        .build();
  }

  static RecordProto.Record writeWithoutVector(StoredRecord record) {
    return builder(record).build();
  }

  private static RecordProto.Record.Builder builder(StoredRecord record) {
    var message = RecordProto.Record.newBuilder().setKey(writeKey(record.key()));
    String text = record.text();
    if (text != null) {
      message.setSegment(writeSegment(text, record.metadata()));
    }
    return message;
  }

  static RecordProto.Key writeKey(RecordKey key) {
    var message = RecordProto.Key.newBuilder().setId(TextForm.write(key.id()));
    if (key.partition() != null) {
      message.setPartition(TextForm.write(key.partition()));
    }
    return message.build();
  }

  static RecordProto.Segment writeSegment(String text, SortedMap<String, Value> metadata) {
    var message = RecordProto.Segment.newBuilder().setText(TextForm.write(text));
    metadata.forEach(
        (key, value) ->
            message.addMetadata(
                RecordProto.Entry.newBuilder()
                    .setKey(TextForm.write(key))
                    .setValue(ValueForm.write(value))));
    return message.build();
  }

  static StoredRecord read(RecordProto.Record message) {
    return join(message, VectorBytes.read(message.getVector().asReadOnlyByteBuffer()));
  }

  static StoredRecord readWithVector(RecordProto.Record message, float[] vector) {
    if (!message.getVector().isEmpty()) {
      throw new IllegalArgumentException("it holds a vector of its own");
    }
    return join(message, vector);
  }

  private static StoredRecord join(RecordProto.Record message, float[] vector) {
    RecordKey key = readKey(Format.known(message).getKey());
    if (!message.hasSegment()) {
      return StoredRecord.bare(key, vector);
    }
    return withSegment(key, vector, message.getSegment());
  }

  static StoredRecord withSegment(RecordKey key, float[] vector, RecordProto.Segment message) {
    RecordProto.Segment segment = Format.known(message);
    return StoredRecord.with(
        key, vector, TextForm.read(segment.getText()), readMetadata(segment.getMetadataList()));
  }

  static RecordKey readKey(RecordProto.Key message) {
    Format.known(message);
    return new RecordKey(
        message.hasPartition() ? TextForm.read(message.getPartition()) : null,
        TextForm.read(message.getId()));
  }

  private static SortedMap<String, Value> readMetadata(List<RecordProto.Entry> entries) {
    var metadata = new TreeMap<String, Value>();
    for (RecordProto.Entry entry : entries) {
      String key = TextForm.read(Format.known(entry).getKey());
      if (metadata.put(key, ValueForm.read(entry.getValue())) != null) {
        throw new IllegalArgumentException("metadata keys are not distinct: " + key);
      }
    }
    return metadata;
  }

  /** Bytes on the wire at most. */
  static long sizeOf(StoredRecord record) {
    long size = OVERHEAD + TextForm.sizeOf(record.key().id());
    size += (long) record.vector().length * Float.BYTES;
    String partition = record.key().partition();
    size += partition == null ? 0 : TextForm.sizeOf(partition);
    String text = record.text();
    size += text == null ? 0 : TextForm.sizeOf(text);
    for (Map.Entry<String, Value> entry : record.metadata().entrySet()) {
      size += ENTRY_OVERHEAD + TextForm.sizeOf(entry.getKey()) + ValueForm.sizeOf(entry.getValue());
    }
    return size;
  }
}
