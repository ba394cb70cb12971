package dev.quiver.core.placement;

import java.math.BigInteger;

/**
 * Splits a total by weight among parts that each have a least and a most. What one part cannot
 * take, or must have, changes the others in proportion to their weights.
 *
 * <p>Parts outside their limits are frozen at them, only those on the side that outweighs the
 * other, and the rest is split again: each round freezes one part at least.
 */
final class WeightedSplit {
  private final Ratio total;
  private final long[] weights;
  private final long[] least;
  private final long[] most;
  private final Ratio[] shares;

  private WeightedSplit(Ratio total, long[] weights, long[] least, long[] most) {
    this.total = total;
    this.weights = weights;
    this.least = least;
    this.most = most;
    this.shares = new Ratio[weights.length];
  }

  /** The sum of {@code least} must not exceed the total, nor the total the sum of {@code most}. */
  static Ratio[] of(Ratio total, long[] weights, long[] least, long[] most) {
    var split = new WeightedSplit(total, weights, least, most);
    var frozen = new boolean[weights.length];
    while (split.freezeSome(frozen)) {
      // each round narrows what is left to split
    }
    return split.shares;
  }

  /** Whether a part had to be frozen; if none had, every share is known. */
  private boolean freezeSome(boolean[] frozen) {
    BigInteger rest = total.numerator();
    BigInteger weight = BigInteger.ZERO;
    for (int i = 0; i < weights.length; i++) {
      if (frozen[i]) {
        rest = rest.subtract(shares[i].numerator());
      } else {
        weight = weight.add(BigInteger.valueOf(weights[i]));
      }
    }
    BigInteger scale = total.denominator().multiply(weight);
    int side = excess(frozen, rest, scale).signum();
    boolean found = false;
    for (int i = 0; i < weights.length; i++) {
      if (!frozen[i]) {
        BigInteger share = rest.multiply(BigInteger.valueOf(weights[i]));
        int outside = share.subtract(clamp(i, share, scale)).signum();
        frozen[i] = outside != 0 && (side == 0 || side == outside);
        shares[i] = frozen[i] ? limit(outside < 0 ? least[i] : most[i]) : new Ratio(share, scale);
        found |= frozen[i];
      }
    }
    return found;
  }

  /** How much the parts above their limits exceed them, less what those below are short of. */
  private BigInteger excess(boolean[] frozen, BigInteger rest, BigInteger scale) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < weights.length; i++) {
      if (!frozen[i]) {
        BigInteger share = rest.multiply(BigInteger.valueOf(weights[i]));
        sum = sum.add(share.subtract(clamp(i, share, scale)));
      }
    }
    return sum;
  }

  private BigInteger clamp(int i, BigInteger share, BigInteger scale) {
    return share
        .max(BigInteger.valueOf(least[i]).multiply(scale))
        .min(BigInteger.valueOf(most[i]).multiply(scale));
  }

  /** A limit over the denominator of the total, so that it can be taken off the total. */
  private Ratio limit(long value) {
    return new Ratio(BigInteger.valueOf(value).multiply(total.denominator()), total.denominator());
  }
}
