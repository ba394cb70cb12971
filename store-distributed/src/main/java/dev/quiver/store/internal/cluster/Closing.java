package dev.quiver.store.internal.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The steps of letting go of something. One that fails does not keep the others from being taken.
 */
final class Closing {
  /** Lets go of one thing. */
  interface Step {
    void run() throws IOException;
  }

  private @Nullable Throwable first;

  private Closing() {}

  /** Takes every step in order; throws what the first one threw that failed. */
  static void all(Step... steps) {
    var closing = new Closing();
    for (Step step : steps) {
      closing.take(step);
    }
    closing.end();
  }

  static <T> void each(Iterable<T> things, Function<T, Step> how) {
    var closing = new Closing();
    for (T thing : things) {
      closing.take(how.apply(thing));
    }
    closing.end();
  }

  /** What failed before, an error too, to be thrown once the step was taken. */
  static RuntimeException after(Throwable failed, Step step) {
    try {
      all(step);
    } catch (RuntimeException | Error also) {
      failed.addSuppressed(also);
    }
    return switch (failed) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> new IllegalStateException(failed);
    };
  }

  private void take(Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException | Error failed) {
      if (first == null) {
        first = failed;
      } else {
        first.addSuppressed(failed);
      }
    }
  }

  private void end() {
    switch (first) {
      case null -> {}
      case RuntimeException failed -> throw failed;
      case Error failed -> throw failed;
      case IOException failed -> throw new UncheckedIOException(failed);
      default -> throw new IllegalStateException(first);
    }
  }
}
