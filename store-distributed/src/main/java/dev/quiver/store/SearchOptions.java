package dev.quiver.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one search does differently from the store's settings. Null, the default of every option: as
 * the store has it, or, where the store has no such setting, not at all.
 *
 * @param consistency how much of what was written it must see
 * @param timeout one deadline for the whole call
 * @param recall the share of the true nearest records it must find, 0.5 to 0.999, instead of the
 *     collection's target
 * @param mmrLambda maximal marginal relevance: of the best {@code max(10 * maxResults, 100)}, one
 *     after the other is picked whose {@code lambda * score - (1 - lambda) * similarity} to the
 *     nearest one picked before is highest. 1 ranks by score alone, 0 by difference alone. The
 *     matches come in the order picked, with the scores they have without. Null: by score alone
 * @param allowPartial whether an answer from some of the shards will do
 * @param session the session whose writes it must see, under {@link Consistency#session()}; null:
 *     the store's own
 * @param mode what it ranks by
 * @param minSimilarity 0 to 1; leaves out matches whose vector is less similar to the request's, on
 *     the scale of {@link QuiverMatch#similarity()}, whatever the mode. Where words count, it
 *     chooses among the best {@code max(10 * maxResults, 100)} by words and as many by vector.
 *     Null: none is left out for that
 */
public record SearchOptions(
    @Nullable Consistency consistency,
    @Nullable Duration timeout,
    @Nullable Double recall,
    @Nullable Double mmrLambda,
    @Nullable Boolean allowPartial,
    @Nullable SessionToken session,
    @Nullable SearchMode mode,
    @Nullable Double minSimilarity) {
  private static final SearchOptions DEFAULTS =
      new SearchOptions(null, null, null, null, null, null, null, null);

  /** Checks every option that is given. */
  public SearchOptions {
    if (timeout != null) {
      Check.positive("timeout", timeout);
    }
    if (recall != null) {
      IndexOptions.checkRecall("recall", recall);
    }
    checkShare("mmrLambda", mmrLambda);
    checkShare("minSimilarity", minSimilarity);
  }

  private static void checkShare(String name, @Nullable Double given) {
    if (given != null && !(given >= 0 && given <= 1)) {
      throw new IllegalArgumentException(name + " must be between 0 and 1, but was " + given);
    }
  }

  /** Without a least similarity. */
  public SearchOptions(
      @Nullable Consistency consistency,
      @Nullable Duration timeout,
      @Nullable Double recall,
      @Nullable Double mmrLambda,
      @Nullable Boolean allowPartial,
      @Nullable SessionToken session,
      @Nullable SearchMode mode) {
    this(consistency, timeout, recall, mmrLambda, allowPartial, session, mode, null);
  }

  /** With the store's mode. */
  public SearchOptions(
      @Nullable Consistency consistency,
      @Nullable Duration timeout,
      @Nullable Double recall,
      @Nullable Double mmrLambda,
      @Nullable Boolean allowPartial,
      @Nullable SessionToken session) {
    this(consistency, timeout, recall, mmrLambda, allowPartial, session, null, null);
  }

  /** Nothing different from the store's settings. */
  public static SearchOptions defaults() {
    return DEFAULTS;
  }

  /** The same with another {@link #consistency()}. */
  public SearchOptions withConsistency(@Nullable Consistency value) {
    return new SearchOptions(
        value, timeout, recall, mmrLambda, allowPartial, session, mode, minSimilarity);
  }

  /** The same with another {@link #timeout()}. */
  public SearchOptions withTimeout(@Nullable Duration value) {
    return new SearchOptions(
        consistency, value, recall, mmrLambda, allowPartial, session, mode, minSimilarity);
  }

  /** The same with another {@link #recall()}. */
  public SearchOptions withRecall(@Nullable Double value) {
    return new SearchOptions(
        consistency, timeout, value, mmrLambda, allowPartial, session, mode, minSimilarity);
  }

  /** The same with another {@link #mmrLambda()}. */
  public SearchOptions withMmrLambda(@Nullable Double value) {
    return new SearchOptions(
        consistency, timeout, recall, value, allowPartial, session, mode, minSimilarity);
  }

  /** The same with another {@link #allowPartial()}. */
  public SearchOptions withAllowPartial(@Nullable Boolean value) {
    return new SearchOptions(
        consistency, timeout, recall, mmrLambda, value, session, mode, minSimilarity);
  }

  /** The same with another {@link #session()}. */
  public SearchOptions withSession(@Nullable SessionToken value) {
    return new SearchOptions(
        consistency, timeout, recall, mmrLambda, allowPartial, value, mode, minSimilarity);
  }

  /** The same with another {@link #mode()}. */
  public SearchOptions withMode(@Nullable SearchMode value) {
    return new SearchOptions(
        consistency, timeout, recall, mmrLambda, allowPartial, session, value, minSimilarity);
  }

  /** The same with another {@link #minSimilarity()}. */
  public SearchOptions withMinSimilarity(@Nullable Double value) {
    return new SearchOptions(
        consistency, timeout, recall, mmrLambda, allowPartial, session, mode, value);
  }
}
