package dev.quiver.store.internal.cache;

import java.time.Duration;
import org.slf4j.Logger;

/** Warnings about one thing, of which the log gets one a minute at most. Thread-safe. */
final class Complaints {
  private static final long SILENCE_NANOS = Duration.ofMinutes(1).toNanos();

  private final Logger log;
  private long lastNanos = System.nanoTime() - SILENCE_NANOS;

  Complaints(Logger log) {
    this.log = log;
  }

  /** Whether it was said. */
  synchronized boolean warn(String words, Object about, Object why) {
    long now = System.nanoTime();
    if (now - lastNanos < SILENCE_NANOS) {
      return false;
    }
    lastNanos = now;
    log.warn(words, about, why);
    return true;
  }
}
