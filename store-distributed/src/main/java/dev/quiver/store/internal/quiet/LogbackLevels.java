package dev.quiver.store.internal.quiet;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** Levels of Logback, which is not on every class path. */
final class LogbackLevels {
  private LogbackLevels() {}

  static void switchOff(ILoggerFactory loggers, String name) throws ReflectiveOperationException {
    Logger logger = loggers.getLogger(name);
    Class<?> type = logger.getClass();
    if (type.getMethod("getLevel").invoke(logger) == null) {
      Class<?> level = type.getClassLoader().loadClass("ch.qos.logback.classic.Level");
      type.getMethod("setLevel", level).invoke(logger, level.getField("OFF").get(null));
    }
  }
}
