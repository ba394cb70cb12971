package dev.quiver.examples.load;

import java.time.Duration;

/**
 * How hard a store is pressed.
 *
 * @param callers at a time
 * @param measured how long each kind of call is
 */
record Effort(int callers, Duration measured) {

  /** A span of what goes before. */
  Duration warmUp() {
    return measured.dividedBy(4);
  }
}
