package dev.quiver.store.internal.wire;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.placement.ShardMap;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.model.PlacedCollection;
import dev.quiver.store.internal.wire.proto.MetadataProto;
import dev.quiver.store.internal.wire.proto.MetadataProto.ClusterSnapshot;
import java.util.TreeMap;

/**
 * A cluster's state as a metadata snapshot: the state, framed so that no damage goes unnoticed.
 * Equal states have equal bytes.
 *
 * <p>The body of the frame is a ClusterSnapshot, its format number first.
 *
 * <p>Reading throws {@link dev.quiver.store.error.UnreadableFormatException} for bytes of another
 * format, cut short or damaged, and nothing else.
 */
public final class StateCodec {
  /** The format written; docs/formats.md describes it. */
  public static final int FORMAT = 1;

  private static final SealedBytes FRAME = new SealedBytes("metadata snapshot", "QVMS");

  private static final Format<ClusterSnapshot> READER =
      new Format<>("metadata snapshot", FORMAT, ClusterSnapshot.parser());

  private StateCodec() {}

  public static byte[] encode(ClusterState state) {
    return FRAME.seal(write(state));
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
    return READER.read(FRAME.open(bytes), StateCodec::read);
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
