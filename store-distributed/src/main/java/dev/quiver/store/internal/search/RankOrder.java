package dev.quiver.store.internal.search;

import java.util.Arrays;
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

  /** The part of it that is by words, if there is one. */
  default @Nullable ByText textOrNull() {
    return switch (this) {
      case ByVector by -> null;
      case ByText by -> by;
      case ByBoth(var vector, var text) -> text;
    };
  }

  /** Equal ones are best asked of the same nodes. */
  default long affinity() {
    return switch (this) {
      case ByVector(var vector, var recall) -> Arrays.hashCode(vector);
      case ByText(var text) -> text.hashCode();
      case ByBoth(var vector, var text) -> vector.affinity();
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
