package dev.quiver.store.internal.wire;

import com.google.protobuf.ProtocolStringList;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.model.AnalysisKind;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.ShardingKind;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.wire.proto.MetadataProto;
import dev.quiver.store.internal.wire.proto.MetadataProto.Settings;
import java.util.List;

/** Nodes, placements and settings on the wire: what metadata commands and snapshots share. */
final class MetaForm {
  private MetaForm() {}

  static MetadataProto.Node write(Node node) {
    return MetadataProto.Node.newBuilder()
        .setId(node.id().value())
        .setZone(TextForm.write(node.zone()))
        .setWeight(node.weight())
        .build();
  }

  static Node read(MetadataProto.Node message) {
    Format.known(message);
    return new Node(
        new NodeId(message.getId()), TextForm.read(message.getZone()), message.getWeight());
  }

  static MetadataProto.Replicas write(List<NodeId> nodes) {
    return MetadataProto.Replicas.newBuilder()
        .addAllNodes(nodes.stream().map(NodeId::value).toList())
        .build();
  }

  static List<NodeId> read(MetadataProto.Replicas message) {
    ProtocolStringList nodes = Format.known(message).getNodesList();
    return nodes.stream().map(NodeId::new).toList();
  }

  static Settings write(CollectionSettings settings) {
    var message =
        Settings.newBuilder()
            .setName(settings.name())
            .setIncarnation(ValueForm.writeUuid(settings.incarnation()))
            .setDimension(settings.dimension())
            .setSimilarity(write(settings.similarity()))
            .setShards(settings.shards())
            .setSharding(write(settings.sharding()))
            .addAllBounds(settings.bounds().stream().map(TextForm::write).toList())
            .setVirtualNodes(settings.virtualNodes())
            .setReplicas(settings.replicas())
            .setIndex(write(settings.index()));
    if (settings.partitionKey() != null) {
      message.setPartitionKey(TextForm.write(settings.partitionKey()));
    }
    if (settings.modelName() != null) {
      message.setModelName(TextForm.write(settings.modelName()));
    }
    return message.build();
  }

  static CollectionSettings read(Settings message) {
    Format.known(message);
    return new CollectionSettings(
        message.getName(),
        ValueForm.readUuid(message.getIncarnation()),
        message.getDimension(),
        read(message.getSimilarity()),
        message.getShards(),
        read(message.getSharding()),
        message.getBoundsList().stream().map(TextForm::read).toList(),
        message.getVirtualNodes(),
        message.getReplicas(),
        message.hasPartitionKey() ? TextForm.read(message.getPartitionKey()) : null,
        message.hasModelName() ? TextForm.read(message.getModelName()) : null,
        read(message.getIndex()));
  }

  private static MetadataProto.Index write(IndexSettings index) {
    return MetadataProto.Index.newBuilder()
        .setM(index.m())
        .setEfConstruction(index.efConstruction())
        .setQuantized(index.quantized())
        .setTargetRecall(index.targetRecall())
        .setAnalysis(write(index.analysis()))
        .build();
  }

  private static IndexSettings read(MetadataProto.Index message) {
    Format.known(message);
    return new IndexSettings(
        message.getM(),
        message.getEfConstruction(),
        message.getQuantized(),
        message.getTargetRecall(),
        read(message.getAnalysis()));
  }

  private static MetadataProto.Index.Analysis write(AnalysisKind analysis) {
    return switch (analysis) {
      case NONE -> MetadataProto.Index.Analysis.NONE;
      case ENGLISH -> MetadataProto.Index.Analysis.ENGLISH;
      case WORDS -> MetadataProto.Index.Analysis.WORDS;
    };
  }

  private static AnalysisKind read(MetadataProto.Index.Analysis analysis) {
    return switch (analysis) {
      case NONE -> AnalysisKind.NONE;
      case ENGLISH -> AnalysisKind.ENGLISH;
      case WORDS -> AnalysisKind.WORDS;
      case UNRECOGNIZED -> throw new IllegalArgumentException("its analysis is not known");
    };
  }

  private static Settings.Similarity write(Similarity similarity) {
    return switch (similarity) {
      case COSINE -> Settings.Similarity.COSINE;
      case DOT_PRODUCT -> Settings.Similarity.DOT_PRODUCT;
      case EUCLIDEAN -> Settings.Similarity.EUCLIDEAN;
    };
  }

  private static Similarity read(Settings.Similarity similarity) {
    return switch (similarity) {
      case COSINE -> Similarity.COSINE;
      case DOT_PRODUCT -> Similarity.DOT_PRODUCT;
      case EUCLIDEAN -> Similarity.EUCLIDEAN;
      case SIMILARITY_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("its similarity is not known");
    };
  }

  private static Settings.Sharding write(ShardingKind sharding) {
    return switch (sharding) {
      case CONSISTENT_HASH -> Settings.Sharding.CONSISTENT_HASH;
      case HASH -> Settings.Sharding.HASH;
      case RANGE -> Settings.Sharding.RANGE;
    };
  }

  private static ShardingKind read(Settings.Sharding sharding) {
    return switch (sharding) {
      case CONSISTENT_HASH -> ShardingKind.CONSISTENT_HASH;
      case HASH -> ShardingKind.HASH;
      case RANGE -> ShardingKind.RANGE;
      case SHARDING_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("its sharding is not known");
    };
  }
}
