package dev.quiver.core.load;

/**
 * Turns a node's load into one number from 0 (idle) to 1 (nothing left) that routing can compare.
 *
 * @param overloadAt the score from which a node counts as overloaded: asked only when no other is
 *     there
 */
public record LoadScorer(LoadWeights weights, double overloadAt) {
  public static final double DEFAULT_OVERLOAD_AT = 0.9;
  public static final LoadScorer DEFAULTS =
      new LoadScorer(LoadWeights.DEFAULTS, DEFAULT_OVERLOAD_AT);

  public LoadScorer {
    if (!(overloadAt > 0 && overloadAt <= 1)) {
      throw new IllegalArgumentException(
          "overloadAt must be above 0 and at most 1, but was " + overloadAt);
    }
  }

  public double score(NodeLoad load) {
    return score(load.shares());
  }

  /** The weighted mean of the four parts. */
  public double score(Shares shares) {
    double weighted =
        weights.cpu() * shares.cpu()
            + weights.memory() * shares.memory()
            + weights.queue() * shares.queue()
            + weights.network() * shares.network();
    return Math.min(1, weighted / weights.sum());
  }

  public boolean isOverloaded(double score) {
    return score >= overloadAt;
  }
}
