package dev.quiver.store.error;

import java.time.Duration;

/** A call was not over within the time it was given. Nothing was changed by a read. */
public final class DeadlineExceededException extends QuiverException {
  private static final long serialVersionUID = 1;
  private final String what;
  private final Duration budget;

  public DeadlineExceededException(String what, Duration budget) {
    super(what + " took longer than the " + budget.toMillis() + " ms it was given");
    this.what = what;
    this.budget = budget;
  }

  /** What took too long. */
  public String what() {
    return what;
  }

  /** The time it was given. */
  public Duration budget() {
    return budget;
  }
}
