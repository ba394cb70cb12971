package dev.quiver.store.internal.quiet;

import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Levels of {@code java.util.logging}. */
final class JulLevels {
  /** A logger that nobody holds is collected, and its level with it. */
  private static final ConcurrentHashMap<String, Logger> HELD = new ConcurrentHashMap<>();

  private JulLevels() {}

  static void switchOff(String name) {
    Logger logger = HELD.computeIfAbsent(name, Logger::getLogger);
    if (logger.getLevel() == null) {
      logger.setLevel(Level.OFF);
    }
  }
}
