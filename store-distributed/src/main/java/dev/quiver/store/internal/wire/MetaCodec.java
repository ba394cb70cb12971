package dev.quiver.store.internal.wire;

import dev.quiver.store.internal.model.MetaCommand;
import dev.quiver.store.internal.wire.proto.MetadataProto;
import dev.quiver.store.internal.wire.proto.MetadataProto.MetaEnvelope;
import java.nio.ByteBuffer;

/**
 * Metadata commands as they stand in the metadata group's log. Equal commands have equal bytes.
 *
 * <p>Reading throws {@link dev.quiver.store.error.UnreadableFormatException} for bytes of another
 * format, cut short or damaged, and nothing else.
 */
public final class MetaCodec {
  /** The format written; docs/formats.md describes it. */
  public static final int FORMAT = 1;

  private static final Format<MetaEnvelope> READER =
      new Format<>("metadata command", FORMAT, MetaEnvelope.parser());

  private MetaCodec() {}

  public static byte[] encode(MetaCommand command) {
    var envelope = MetaEnvelope.newBuilder().setFormat(FORMAT);
    switch (command) {
      case MetaCommand.RegisterNodes(var nodes) ->
          envelope.setRegisterNodes(
              MetadataProto.RegisterNodes.newBuilder()
                  .addAllNodes(nodes.stream().map(MetaForm::write).toList()));
      case MetaCommand.CreateCollection(var settings, var placement) ->
          envelope.setCreateCollection(
              MetadataProto.CreateCollection.newBuilder()
                  .setSettings(MetaForm.write(settings))
                  .addAllPlacement(placement.stream().map(MetaForm::write).toList()));
      case MetaCommand.SetDimension(var name, var incarnation, var dimension) ->
          envelope.setSetDimension(
              MetadataProto.SetDimension.newBuilder()
                  .setName(name)
                  .setIncarnation(ValueForm.writeUuid(incarnation))
                  .setDimension(dimension));
      case MetaCommand.SetModelName(var name, var incarnation, var modelName) ->
          envelope.setSetModelName(
              MetadataProto.SetModelName.newBuilder()
                  .setName(name)
                  .setIncarnation(ValueForm.writeUuid(incarnation))
                  .setModelName(TextForm.write(modelName)));
      case MetaCommand.DropCollection(var name) ->
          envelope.setDropCollection(MetadataProto.DropCollection.newBuilder().setName(name));
      case MetaCommand.ReplaceIncarnation(var name, var incarnation) ->
          envelope.setReplaceIncarnation(
              MetadataProto.ReplaceIncarnation.newBuilder()
                  .setName(name)
                  .setIncarnation(ValueForm.writeUuid(incarnation)));
    }
    return envelope.build().toByteArray();
  }

  public static MetaCommand decode(byte[] bytes) {
    return decode(ByteBuffer.wrap(bytes));
  }

  /** Reads what remains in the buffer, and leaves the buffer as it is. */
  public static MetaCommand decode(ByteBuffer bytes) {
    return READER.read(bytes, MetaCodec::read);
  }

  private static MetaCommand read(MetaEnvelope envelope) {
    return switch (Format.known(envelope).getCommandCase()) {
      case REGISTER_NODES -> read(envelope.getRegisterNodes());
      case CREATE_COLLECTION -> read(envelope.getCreateCollection());
      case SET_DIMENSION -> read(envelope.getSetDimension());
      case SET_MODEL_NAME -> read(envelope.getSetModelName());
      case DROP_COLLECTION ->
          new MetaCommand.DropCollection(Format.known(envelope.getDropCollection()).getName());
      case REPLACE_INCARNATION -> read(envelope.getReplaceIncarnation());
      case COMMAND_NOT_SET -> throw new IllegalArgumentException("there is no command in it");
    };
  }

  private static MetaCommand read(MetadataProto.RegisterNodes message) {
    return new MetaCommand.RegisterNodes(
        Format.known(message).getNodesList().stream().map(MetaForm::read).toList());
  }

  private static MetaCommand read(MetadataProto.CreateCollection message) {
    return new MetaCommand.CreateCollection(
        MetaForm.read(Format.known(message).getSettings()),
        message.getPlacementList().stream().map(MetaForm::read).toList());
  }

  private static MetaCommand read(MetadataProto.SetDimension message) {
    return new MetaCommand.SetDimension(
        Format.known(message).getName(),
        ValueForm.readUuid(message.getIncarnation()),
        message.getDimension());
  }

  private static MetaCommand read(MetadataProto.SetModelName message) {
    return new MetaCommand.SetModelName(
        Format.known(message).getName(),
        ValueForm.readUuid(message.getIncarnation()),
        TextForm.read(message.getModelName()));
  }

  private static MetaCommand read(MetadataProto.ReplaceIncarnation message) {
    return new MetaCommand.ReplaceIncarnation(
        Format.known(message).getName(), ValueForm.readUuid(message.getIncarnation()));
  }
}
