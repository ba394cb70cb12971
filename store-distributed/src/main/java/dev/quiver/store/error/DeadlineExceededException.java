package dev.quiver.store.error;

import java.math.BigDecimal;
import java.time.Duration;

/** A call was not over within the time it was given. Nothing was changed by a read. */
public final class DeadlineExceededException extends QuiverException {
  private static final long serialVersionUID = 1;

  public DeadlineExceededException(String what, Duration budget) {
    super(what + tooLong(budget));
  }

  private static String tooLong(Duration budget) {
    if (budget.isZero() || budget.isNegative()) {
      return " had no time left when it began";
    }
    String millis = BigDecimal.valueOf(budget.toNanos(), 6).stripTrailingZeros().toPlainString();
    return " took longer than the " + millis + " ms it was given";
  }
}
