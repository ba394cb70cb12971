package dev.quiver.store.internal.failover;

import dev.quiver.store.internal.port.Deadline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** No cluster did it this time round. */
final class RoundFailedException extends Exception {
  private static final long serialVersionUID = 1;

  /** With less time left, another round would end as a time-out. */
  private static final long WORTHWHILE_MILLIS = 20;

  private final transient Map<String, Throwable> causes;
  private final transient Deadline deadline;

  RoundFailedException(Map<String, Throwable> causes, Deadline deadline) {
    super("no cluster did it", null, false, false);
    this.causes = new LinkedHashMap<>(causes);
    this.deadline = deadline;
  }

  Map<String, Throwable> causes() {
    return causes;
  }

  boolean isWorthAnother() {
    return remainingMillis() >= WORTHWHILE_MILLIS && !Thread.currentThread().isInterrupted();
  }

  long remainingMillis() {
    return TimeUnit.NANOSECONDS.toMillis(deadline.remainingNanos());
  }
}
