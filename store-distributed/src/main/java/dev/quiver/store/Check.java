package dev.quiver.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The argument checks that several options share, each with name, rule and value in its message.
 */
final class Check {
  private Check() {}

  static int between(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be between " + min + " and " + max + ", but was " + value);
    }
    return value;
  }

  static long atLeast(String name, long value, long min) {
    if (value < min) {
      throw new IllegalArgumentException(name + " must be at least " + min + ", but was " + value);
    }
    return value;
  }

  /** For the sake of callers whose compiler does not know about null. */
  static <T> T present(String name, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " must not be null");
    }
    return value;
  }

  static Duration positive(String name, @Nullable Duration given) {
    Duration value = present(name, given);
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be longer than zero, but was " + value);
    }
    return value;
  }

  static String notBlank(String name, @Nullable String given) {
    String value = present(name, given);
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " must not be blank, but was \"" + value + "\"");
    }
    return value;
  }
}
