package dev.quiver.store.internal.wire;

import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.wire.proto.CommandProto;
import dev.quiver.store.internal.wire.proto.CommandProto.CommandEnvelope;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Commands as they stand in a shard's log. Equal commands have equal bytes.
 *
 * <p>Reading throws {@link dev.quiver.store.error.UnreadableFormatException} for bytes of another
 * format, cut short or damaged, and nothing else.
 */
public final class CommandCodec {
  /** The format written; docs/formats.md describes it. */
  public static final int FORMAT = 1;

  /** What a command takes beside its records or ids. */
  public static final int OVERHEAD = 16;

  private static final Format<CommandEnvelope> READER =
      new Format<>("command", FORMAT, CommandEnvelope.parser());

  private CommandCodec() {}

  /**
   * Refuses, as a caller's error, a predicate that nests deeper than 64 operators; a chain of one
   * operator counts once.
   */
  public static byte[] encode(Command command) {
    var envelope = CommandEnvelope.newBuilder().setFormat(FORMAT);
    switch (command) {
      case Command.Put(var records) -> envelope.setPut(writePut(records));
      case Command.DeleteIds delete -> envelope.setDeleteIds(writeDeleteIds(delete));
      case Command.DeleteWhere(var where) ->
          envelope.setDeleteWhere(
              CommandProto.DeleteWhere.newBuilder().setWhere(PredicateForm.write(where)));
      case Command.Clear() -> envelope.setClear(CommandProto.Clear.getDefaultInstance());
    }
    return envelope.build().toByteArray();
  }

  private static CommandProto.Put writePut(List<StoredRecord> records) {
    var message = CommandProto.Put.newBuilder();
    records.forEach(record -> message.addRecords(RecordForm.write(record)));
    return message.build();
  }

  private static CommandProto.DeleteIds writeDeleteIds(Command.DeleteIds delete) {
    var message = CommandProto.DeleteIds.newBuilder();
    delete.ids().forEach(id -> message.addIds(TextForm.write(id)));
    if (delete.where() != null) {
      message.setWhere(PredicateForm.write(delete.where()));
    }
    return message.build();
  }

  public static Command decode(byte[] bytes) {
    return decode(ByteBuffer.wrap(bytes));
  }

  /** Reads what remains in the buffer, and leaves the buffer as it is. */
  public static Command decode(ByteBuffer bytes) {
    return READER.read(bytes, CommandCodec::read);
  }

  private static Command read(CommandEnvelope envelope) {
    return switch (Format.known(envelope).getCommandCase()) {
      case PUT ->
          new Command.Put(
              Format.known(envelope.getPut()).getRecordsList().stream()
                  .map(RecordForm::read)
                  .toList());
      case DELETE_IDS -> readDeleteIds(envelope.getDeleteIds());
      case DELETE_WHERE ->
          new Command.DeleteWhere(
              PredicateForm.read(Format.known(envelope.getDeleteWhere()).getWhere()));
      case CLEAR -> {
        Format.known(envelope.getClear());
        yield new Command.Clear();
      }
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("there is no command in it");
    };
  }

  private static Command readDeleteIds(CommandProto.DeleteIds message) {
    Format.known(message);
    return new Command.DeleteIds(
        message.getIdsList().stream().map(TextForm::read).toList(),
        message.hasWhere() ? PredicateForm.read(message.getWhere()) : null);
  }

  /**
   * What a record adds to the size of a put: never too little, and too much by no more than some
   * tens of bytes per string and value. For cutting large writes into commands.
   */
  public static long sizeOf(StoredRecord record) {
    return RecordForm.sizeOf(record);
  }

  /** What an id adds to the size of a delete, estimated like a record. */
  public static long sizeOf(String id) {
    return TextForm.sizeOf(id);
  }
}
