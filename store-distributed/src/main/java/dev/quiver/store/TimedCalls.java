package dev.quiver.store;

import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.WriteOutcomeUnknownException;
import dev.quiver.store.internal.meter.CallMeters;
import java.util.function.Supplier;

/** Times calls as those see them who make them. Any thread. */
record TimedCalls(CallMeters meters) {

  /**
   * An answer, and the share of the shards asked that it comes from.
   *
   * @param coverage of the worst, where the answer is to many requests
   */
  record Answered<T>(T value, double coverage) {}

  <T> T search(Supplier<Answered<T>> call) {
    long started = System.nanoTime();
    var outcome = CallMeters.Search.FAILED;
    try {
      Answered<T> answered = call.get();
      outcome = answered.coverage < 1 ? CallMeters.Search.PARTIAL : CallMeters.Search.ANSWERED;
      return answered.value;
    } catch (IllegalArgumentException refused) {
      outcome = CallMeters.Search.REFUSED;
      throw refused;
    } catch (DeadlineExceededException late) {
      outcome = CallMeters.Search.LATE;
      throw late;
    } finally {
      meters.searched(outcome, System.nanoTime() - started);
    }
  }

  void write(Runnable call) {
    long started = System.nanoTime();
    var outcome = CallMeters.Write.FAILED;
    try {
      call.run();
      outcome = CallMeters.Write.STORED;
    } catch (IllegalArgumentException refused) {
      outcome = CallMeters.Write.REFUSED;
      throw refused;
    } catch (WriteOutcomeUnknownException unknown) {
      outcome = CallMeters.Write.UNKNOWN;
      throw unknown;
    } finally {
      meters.written(outcome, System.nanoTime() - started);
    }
  }

  /** A write of which this is the beginning: counts only if there is no more to come. */
  <T> T beginWrite(Supplier<T> preparation) {
    long started = System.nanoTime();
    try {
      return preparation.get();
    } catch (IllegalArgumentException refused) {
      meters.written(CallMeters.Write.REFUSED, System.nanoTime() - started);
      throw refused;
    }
  }
}
