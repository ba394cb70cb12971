package dev.quiver.store.internal.search;

import org.jspecify.annotations.Nullable;

/** What a collection's records are ranked by. */
public sealed interface RankOrder {

  /** The part of it that is by vector, if there is one. */
  default @Nullable ByVector vectorOrNull() {
    return switch (this) {
      case ByVector by -> by;
      case ByText by -> null;
      case ByBoth(var vector, var text) -> vector;
    };
  }

  /**
   * By how near their vectors are.
   *
   * @param recall the share of the true nearest records that a graph search must find
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on to the shards, compared nowhere
  record ByVector(float[] vector, double recall) implements RankOrder {}

  /** By the words of their texts. */
  record ByText(String text) implements RankOrder {}

  /** By their ranks in both lists. */
  record ByBoth(ByVector vector, ByText text) implements RankOrder {}
}
