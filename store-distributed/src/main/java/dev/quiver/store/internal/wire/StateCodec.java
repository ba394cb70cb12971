package dev.quiver.store.internal.wire;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.placement.ShardMap;
import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.model.PlacedCollection;
import dev.quiver.store.internal.wire.proto.MetadataProto;
import dev.quiver.store.internal.wire.proto.MetadataProto.ClusterSnapshot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A cluster's state as a metadata snapshot: the state, framed so that no damage goes unnoticed.
 * Equal states have equal bytes.
 *
 * <pre>
 * magic     4 bytes   "QVMS"
 * length    4 bytes   of the body; this and the checksum little-endian
 * body                a ClusterSnapshot, its format number first
 * checksum  4 bytes   CRC32C of everything before
 * </pre>
 *
 * <p>Reading throws {@link UnreadableFormatException} for bytes of another format, cut short or
 * damaged, and nothing else.
 */
public final class StateCodec {
  /** The format written; docs/formats.md describes it. */
  public static final int FORMAT = 1;

  /** "QVMS", read as a little-endian number. */
  private static final int MAGIC = 0x534d_5651;

  private static final int HEADER = 8;
  private static final int CHECKSUM = 4;

  private static final Format<ClusterSnapshot> READER =
      new Format<>("metadata snapshot", FORMAT, ClusterSnapshot.parser());

  private StateCodec() {}

  public static byte[] encode(ClusterState state) {
    byte[] body = write(state).toByteArray();
    ByteBuffer file =
        ByteBuffer.allocate(HEADER + body.length + CHECKSUM).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(MAGIC).putInt(body.length).put(body);
    return file.putInt(checksum(file.duplicate().flip())).array();
  }

  private static ClusterSnapshot write(ClusterState state) {
    var message = ClusterSnapshot.newBuilder().setFormat(FORMAT).setEpoch(state.epoch().number());
    state.nodes().forEach(node -> message.addNodes(MetaForm.write(node)));
    state.collections().values().forEach(collection -> message.addCollections(write(collection)));
    return message.build();
  }

  private static MetadataProto.Collection write(PlacedCollection collection) {
    return MetadataProto.Collection.newBuilder()
        .setSettings(MetaForm.write(collection.settings()))
        .setEpoch(collection.shardMap().epoch().number())
        .addAllPlacement(collection.shardMap().replicas().stream().map(MetaForm::write).toList())
        .build();
  }

  public static ClusterState decode(byte[] bytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int bodyLength = bytes.length - HEADER - CHECKSUM;
    if (bodyLength < 0 || file.getInt(0) != MAGIC || file.getInt(4) != bodyLength) {
      throw new UnreadableFormatException(
          "metadata snapshot must begin with QVMS and its length, but does not in its "
              + bytes.length
              + " bytes");
    }
    int stored = file.getInt(HEADER + bodyLength);
    int actual = checksum(file.duplicate().limit(HEADER + bodyLength));
    if (stored != actual) {
      throw new UnreadableFormatException(
          "metadata snapshot must have the checksum "
              + Integer.toHexString(stored)
              + ", but has "
              + Integer.toHexString(actual));
    }
    return READER.read(file.slice(HEADER, bodyLength), StateCodec::read);
  }

  private static int checksum(ByteBuffer content) {
    var checksum = new CRC32C();
    checksum.update(content);
    return (int) checksum.getValue();
  }

  private static ClusterState read(ClusterSnapshot message) {
    var collections = new TreeMap<String, PlacedCollection>();
    for (MetadataProto.Collection entry : Format.known(message).getCollectionsList()) {
      PlacedCollection collection = read(entry);
      if (collections.put(collection.settings().name(), collection) != null) {
        throw new IllegalArgumentException(
            "it holds two collections named " + collection.settings().name());
      }
    }
    return new ClusterState(
        new Epoch(message.getEpoch()),
        message.getNodesList().stream().map(MetaForm::read).toList(),
        collections);
  }

  private static PlacedCollection read(MetadataProto.Collection message) {
    var shardMap =
        new ShardMap(
            new Epoch(Format.known(message).getEpoch()),
            message.getPlacementList().stream().map(MetaForm::read).toList());
    return new PlacedCollection(MetaForm.read(message.getSettings()), shardMap);
  }
}
