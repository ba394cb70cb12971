package dev.quiver.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one search does differently from the store's settings. Null: as the store has it.
 *
 * @param consistency how much of what was written it must see
 * @param timeout one deadline for the whole call
 * @param recall the share of the true nearest records it must find, instead of the target
 * @param mmrLambda 1 ranks by score alone, 0 by difference from what was ranked before
 * @param allowPartial whether an answer from some of the shards will do
 * @param session the session whose writes it must see, under {@link Consistency#session()}
 */
public record SearchOptions(
    @Nullable Consistency consistency,
    @Nullable Duration timeout,
    @Nullable Double recall,
    @Nullable Double mmrLambda,
    @Nullable Boolean allowPartial,
    @Nullable SessionToken session) {
  private static final SearchOptions DEFAULTS =
      new SearchOptions(null, null, null, null, null, null);

  public SearchOptions {
    if (timeout != null) {
      Check.positive("timeout", timeout);
    }
    if (recall != null) {
      IndexOptions.checkRecall("recall", recall);
    }
    if (mmrLambda != null && !(mmrLambda >= 0 && mmrLambda <= 1)) {
      throw new IllegalArgumentException("mmrLambda must be between 0 and 1, but was " + mmrLambda);
    }
  }

  public static SearchOptions defaults() {
    return DEFAULTS;
  }

  public SearchOptions withConsistency(@Nullable Consistency value) {
    return new SearchOptions(value, timeout, recall, mmrLambda, allowPartial, session);
  }

  public SearchOptions withTimeout(@Nullable Duration value) {
    return new SearchOptions(consistency, value, recall, mmrLambda, allowPartial, session);
  }

  public SearchOptions withRecall(@Nullable Double value) {
    return new SearchOptions(consistency, timeout, value, mmrLambda, allowPartial, session);
  }

  public SearchOptions withMmrLambda(@Nullable Double value) {
    return new SearchOptions(consistency, timeout, recall, value, allowPartial, session);
  }

  public SearchOptions withAllowPartial(@Nullable Boolean value) {
    return new SearchOptions(consistency, timeout, recall, mmrLambda, value, session);
  }

  public SearchOptions withSession(@Nullable SessionToken value) {
    return new SearchOptions(consistency, timeout, recall, mmrLambda, allowPartial, value);
  }
}
