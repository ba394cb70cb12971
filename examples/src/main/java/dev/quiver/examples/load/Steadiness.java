package dev.quiver.examples.load;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells from spans, one after the other, when the callers are warm: the last few have the same
 * rate, the last one is no new best, and the JVM has next to nothing left to compile. One span that
 * is no faster proves nothing: a rate stands still for seconds before the next part of a call is
 * compiled.
 */
final class Steadiness {
  static final int ALIKE = 4;

  /** What does not settle in so many spans is measured as it is. */
  static final int MOST = 40;

  private static final double SAME = 1.1;
  private static final double NEW_BEST = 1.03;
  private static final double STILL_COMPILING = 0.1;

  private final Deque<Double> last = new ArrayDeque<>();
  private double best;
  private int spans;

  /**
   * What came of a span.
   *
   * @param perSecond calls
   * @param compiling the compiler's time as a part of the span's
   */
  record Span(double perSecond, double compiling) {}

  /** Takes the next span, and says whether it is time to measure. */
  boolean add(Span span) {
    spans++;
    last.addLast(span.perSecond());
    if (last.size() > ALIKE) {
      last.removeFirst();
    }
    boolean isNewBest = span.perSecond() > NEW_BEST * best;
    best = Math.max(best, span.perSecond());
    boolean isCompiling = span.compiling() > STILL_COMPILING;
    return spans >= MOST || (isAlike() && !isNewBest && !isCompiling);
  }

  private boolean isAlike() {
    double most = last.stream().mapToDouble(each -> each).max().orElse(0);
    double least = last.stream().mapToDouble(each -> each).min().orElse(0);
    return last.size() == ALIKE && most <= SAME * least;
  }
}
