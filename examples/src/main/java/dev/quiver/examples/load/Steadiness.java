package dev.quiver.examples.load;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells from the rates of spans, one after the other, when the callers are warm: the last few are
 * alike, and the last one is no new best. One span that is no faster proves nothing: a rate stands
 * still for seconds before the JVM has compiled the next part of a call.
 */
final class Steadiness {
  static final int ALIKE = 4;

  /** A rate that does not settle in so many spans is measured as it is. */
  static final int MOST = 30;

  private static final double SAME = 1.1;
  private static final double NEW_BEST = 1.03;

  private final Deque<Double> last = new ArrayDeque<>();
  private double best;
  private int spans;

  /** Takes the rate of the next span, and says whether it is time to measure. */
  boolean add(double perSecond) {
    spans++;
    last.addLast(perSecond);
    if (last.size() > ALIKE) {
      last.removeFirst();
    }
    boolean isNewBest = perSecond > NEW_BEST * best;
    best = Math.max(best, perSecond);
    double most = last.stream().mapToDouble(each -> each).max().orElse(0);
    double least = last.stream().mapToDouble(each -> each).min().orElse(0);
    return spans >= MOST || (last.size() == ALIKE && most <= SAME * least && !isNewBest);
  }
}
