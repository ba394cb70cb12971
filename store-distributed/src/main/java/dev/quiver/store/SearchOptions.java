package dev.quiver.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one search does differently from the store's settings. Null: as the store has it.
 *
 * @param consistency how much of what was written it must see
 * @param timeout one deadline for the whole call
 * @param recall the share of the true nearest records it must find, instead of the target
 * @param mmrLambda maximal marginal relevance: of the best {@code max(10 * maxResults, 100)}, one
 *     after the other is picked whose {@code lambda * score - (1 - lambda) * similarity} to the
 *     nearest one picked before is highest. 1 ranks by score alone, 0 by difference alone. The
 *     matches come in the order picked, with the scores they have without
 * @param allowPartial whether an answer from some of the shards will do
 * @param session the session whose writes it must see, under {@link Consistency#session()}
 * @param mode what it ranks by
 */
public record SearchOptions(
    @Nullable Consistency consistency,
    @Nullable Duration timeout,
    @Nullable Double recall,
    @Nullable Double mmrLambda,
    @Nullable Boolean allowPartial,
    @Nullable SessionToken session,
    @Nullable SearchMode mode) {
  private static final SearchOptions DEFAULTS =
      new SearchOptions(null, null, null, null, null, null, null);

  public SearchOptions {
    if (timeout != null) {
      Check.positive("timeout", timeout);
    }
    if (recall != null) {
      IndexOptions.checkRecall("recall", recall);
    }
    if (mmrLambda != null) {
      checkLambda(mmrLambda);
    }
  }

  static void checkLambda(double lambda) {
    if (!(lambda >= 0 && lambda <= 1)) {
      throw new IllegalArgumentException("mmrLambda must be between 0 and 1, but was " + lambda);
    }
  }

  /** With the store's mode. */
  public SearchOptions(
      @Nullable Consistency consistency,
      @Nullable Duration timeout,
      @Nullable Double recall,
      @Nullable Double mmrLambda,
      @Nullable Boolean allowPartial,
      @Nullable SessionToken session) {
    this(consistency, timeout, recall, mmrLambda, allowPartial, session, null);
  }

  public static SearchOptions defaults() {
    return DEFAULTS;
  }

  public SearchOptions withConsistency(@Nullable Consistency value) {
    return new SearchOptions(value, timeout, recall, mmrLambda, allowPartial, session, mode);
  }

  public SearchOptions withTimeout(@Nullable Duration value) {
    return new SearchOptions(consistency, value, recall, mmrLambda, allowPartial, session, mode);
  }

  public SearchOptions withRecall(@Nullable Double value) {
    return new SearchOptions(consistency, timeout, value, mmrLambda, allowPartial, session, mode);
  }

  public SearchOptions withMmrLambda(@Nullable Double value) {
    return new SearchOptions(consistency, timeout, recall, value, allowPartial, session, mode);
  }

  public SearchOptions withAllowPartial(@Nullable Boolean value) {
    return new SearchOptions(consistency, timeout, recall, mmrLambda, value, session, mode);
  }

  public SearchOptions withSession(@Nullable SessionToken value) {
    return new SearchOptions(consistency, timeout, recall, mmrLambda, allowPartial, value, mode);
  }

  public SearchOptions withMode(@Nullable SearchMode value) {
    return new SearchOptions(consistency, timeout, recall, mmrLambda, allowPartial, session, value);
  }
}
