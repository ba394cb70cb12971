package dev.quiver.core.load;

/** An amount in use against the most there is of it: busy time, bytes, queued requests. */
public record Usage(double amount, double limit) {
  public Usage {
    if (!(amount >= 0) || Double.isInfinite(amount)) {
      throw new IllegalArgumentException(
          "amount must be a finite number of at least 0, but was " + amount);
    }
    if (!(limit > 0) || Double.isInfinite(limit)) {
      throw new IllegalArgumentException("limit must be a finite number above 0, but was " + limit);
    }
  }

  /** The part in use, from 0 to 1. More than there is counts as all of it. */
  public double share() {
    return Math.min(1, amount / limit);
  }
}
