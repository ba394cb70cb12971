package dev.quiver.store.internal.cluster;

import dev.quiver.store.internal.model.AnalysisKind;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.ShardingKind;
import dev.quiver.store.internal.model.Similarity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the opener of a collection asks for; null: as stored, or the default for a new one.
 *
 * @param index but for its analysis, which stands alone because it cannot be changed
 * @param bounds of {@link ShardingKind#RANGE}, empty otherwise
 * @param mustExist whether it is refused where there is none, instead of being made
 */
public record CollectionRequest(
    String name,
    @Nullable Integer dimension,
    @Nullable Similarity similarity,
    @Nullable Integer shards,
    @Nullable ShardingKind sharding,
    List<String> bounds,
    @Nullable Integer virtualNodes,
    @Nullable Integer replicas,
    @Nullable String partitionKey,
    @Nullable String modelName,
    @Nullable IndexSettings index,
    @Nullable AnalysisKind analysis,
    boolean mustExist) {
  public static final int DEFAULT_VIRTUAL_NODES = 150;
  public static final int DEFAULT_REPLICAS = 1;

  /** One that is made where there is none. */
  public CollectionRequest(
      String name,
      @Nullable Integer dimension,
      @Nullable Similarity similarity,
      @Nullable Integer shards,
      @Nullable ShardingKind sharding,
      List<String> bounds,
      @Nullable Integer virtualNodes,
      @Nullable Integer replicas,
      @Nullable String partitionKey,
      @Nullable String modelName,
      @Nullable IndexSettings index,
      @Nullable AnalysisKind analysis) {
    this(
        name,
        dimension,
        similarity,
        shards,
        sharding,
        bounds,
        virtualNodes,
        replicas,
        partitionKey,
        modelName,
        index,
        analysis,
        false);
  }

  /** This one, but where there is none it is refused. */
  public CollectionRequest withMustExist(boolean must) {
    return new CollectionRequest(
        name,
        dimension,
        similarity,
        shards,
        sharding,
        bounds,
        virtualNodes,
        replicas,
        partitionKey,
        modelName,
        index,
        analysis,
        must);
  }

  /**
   * Refuses what no new directory could hold, before anything of it is made.
   *
   * @param location null: a temporary one
   * @param nodes how many there must be; null: as many as the location says, or one
   */
  public void requirePossible(@Nullable ClusterLocation location, @Nullable Integer nodes) {
    if (location == null) {
      requireMayBeMade("a temporary directory", "a new one is empty");
      create(orElse(nodes, 1));
    } else if (location.isNew()) {
      requireMayBeMade(location, location.instead());
      create(orElse(nodes, Math.max(1, location.nodeDirectories().size())));
    }
  }

  /**
   * To be called where there is no such collection.
   *
   * @param where it was looked for
   * @param instead what is there
   */
  void requireMayBeMade(Object where, String instead) {
    if (mustExist) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "collection %s must exist in %s, because of mustExist, but %s",
              name,
              where,
              instead));
    }
  }

  /** Settings for a collection that does not exist yet. */
  CollectionSettings create(int nodes) {
    int shardCount = sharding == ShardingKind.RANGE ? boundedShards() : orElse(shards, nodes);
    int replicaCount = orElse(replicas, DEFAULT_REPLICAS);
    checkReplicas(replicaCount, nodes);
    return new CollectionSettings(
        name,
        UUID.randomUUID(),
        orElse(dimension, 0),
        similarity == null ? Similarity.COSINE : similarity,
        shardCount,
        sharding == null ? ShardingKind.CONSISTENT_HASH : sharding,
        bounds,
        orElse(virtualNodes, DEFAULT_VIRTUAL_NODES),
        replicaCount,
        partitionKey,
        modelName,
        (index == null ? IndexSettings.DEFAULT : index)
            .withAnalysis(analysis == null ? IndexSettings.DEFAULT.analysis() : analysis));
  }

  private int boundedShards() {
    int fromBounds = bounds.size() + 1;
    if (shards != null && shards != fromBounds) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shards must be the number of range bounds (%d) plus one, but was %d",
              bounds.size(),
              shards));
    }
    return fromBounds;
  }

  private static int orElse(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  private static void checkReplicas(int replicas, int nodes) {
    if (replicas < 1 || replicas > nodes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "replicas must be between 1 and nodes (%d), but was %d",
              nodes,
              replicas));
    }
  }

  /** The stored settings, unless something else was asked for that cannot be changed. */
  CollectionSettings reopen(CollectionSettings stored) {
    refuse("metric", stored.similarity(), similarity);
    refuse("shards", stored.shards(), shards);
    refuse("sharding", stored.sharding(), sharding);
    refuse("range bounds", stored.bounds(), sharding == ShardingKind.RANGE ? bounds : null);
    refuse("virtualNodes", stored.virtualNodes(), virtualNodes);
    refuse("replicas", stored.replicas(), replicas);
    refuse("partitionKey", stored.partitionKey(), partitionKey);
    if (stored.modelName() != null) {
      refuse("modelName", stored.modelName(), modelName);
    }
    refuse("textAnalysis", stored.index().analysis(), analysis);
    if (stored.dimension() != 0) {
      refuse("dimension", stored.dimension(), dimension);
    }
    return index == null ? stored : stored.withIndex(index.withAnalysis(stored.index().analysis()));
  }

  private void refuse(String setting, @Nullable Object stored, @Nullable Object given) {
    if (given != null && !Objects.equals(stored, given)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s of collection %s must be %s, as stored, but was %s",
              setting,
              name,
              stored == null ? "none" : stored,
              given));
    }
  }
}
