package dev.quiver.store.internal.model;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is fixed for a collection's life, together with its index settings.
 *
 * @param incarnation made with the collection, and anew when it is restored
 * @param dimension 0 until the first write says it
 * @param bounds where the shards of {@link ShardingKind#RANGE} meet, one fewer than there are
 *     shards; empty for every other kind
 * @param partitionKey the metadata key whose value decides the shard; null: the id does
 * @param modelName what made the vectors, if it was said
 */
public record CollectionSettings(
    String name,
    UUID incarnation,
    int dimension,
    Similarity similarity,
    int shards,
    ShardingKind sharding,
    List<String> bounds,
    int virtualNodes,
    int replicas,
    @Nullable String partitionKey,
    @Nullable String modelName,
    IndexSettings index) {
  public static final int MAX_DIMENSION = 4096;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  public CollectionSettings {
    bounds = List.copyOf(bounds);
    requireName(name);
    if (dimension < 0 || dimension > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "dimension must be between 1 and " + MAX_DIMENSION + ", but was " + dimension);
    }
    requireAtLeastOne("shards", shards);
    requireAtLeastOne("virtualNodes", virtualNodes);
    requireAtLeastOne("replicas", replicas);
    requireBounds(sharding, bounds, shards);
  }

  /** Returns the name if a collection can have it. */
  public static String requireName(String name) {
    return requireName("collection", name);
  }

  /** Returns the name of something that is named as collections are. */
  public static String requireName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " must match " + NAME.pattern() + ", but was \"" + name + "\"");
    }
    return name;
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
    }
  }

  private static void requireBounds(ShardingKind sharding, List<String> bounds, int shards) {
    int expected = sharding == ShardingKind.RANGE ? shards - 1 : 0;
    if (bounds.size() != expected) {
      throw new IllegalArgumentException(
          "bounds of "
              + shards
              + " shards by "
              + sharding
              + " must be "
              + expected
              + ", but were "
              + bounds.size());
    }
    for (int i = 1; i < bounds.size(); i++) {
      if (bounds.get(i - 1).compareTo(bounds.get(i)) >= 0) {
        throw new IllegalArgumentException("bounds must ascend strictly, but were " + bounds);
      }
    }
  }

  public CollectionSettings withDimension(int known) {
    return new CollectionSettings(
        name,
        incarnation,
        known,
        similarity,
        shards,
        sharding,
        bounds,
        virtualNodes,
        replicas,
        partitionKey,
        modelName,
        index);
  }

  public CollectionSettings withModelName(String known) {
    return new CollectionSettings(
        name,
        incarnation,
        dimension,
        similarity,
        shards,
        sharding,
        bounds,
        virtualNodes,
        replicas,
        partitionKey,
        known,
        index);
  }

  public CollectionSettings withIncarnation(UUID anew) {
    return new CollectionSettings(
        name,
        anew,
        dimension,
        similarity,
        shards,
        sharding,
        bounds,
        virtualNodes,
        replicas,
        partitionKey,
        modelName,
        index);
  }

  public CollectionSettings withIndex(IndexSettings given) {
    return new CollectionSettings(
        name,
        incarnation,
        dimension,
        similarity,
        shards,
        sharding,
        bounds,
        virtualNodes,
        replicas,
        partitionKey,
        modelName,
        given);
  }
}
