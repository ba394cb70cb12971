package dev.quiver.store.internal.quiet;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Apache Ratis quiet. A store that runs well makes it print hundreds of lines, and a stopped
 * node a trace for every message that cannot be sent; what of that matters to the user of a store,
 * Quiver says itself. Ratis logs through SLF4J, which has no levels to set, so its loggers are
 * switched off in whatever backend is there.
 *
 * <p>A level that the user has set for {@code org.apache.ratis}, or for a logger below it, stays.
 */
public final class RatisLoggers {
  /** Set to {@code true}, Ratis is heard as it is: for those who look for a fault. */
  public static final String HEARD = "quiver.ratis.log";

  static final String NAME = "org.apache.ratis";

  private static final Logger LOG = LoggerFactory.getLogger(RatisLoggers.class);

  private RatisLoggers() {}

  /** To be repeated at every opening: backends forget what they are told when they reload. */
  public static void quiet() {
    if (Boolean.getBoolean(HEARD)) {
      return;
    }
    JulLevels.switchOff(NAME); // the gRPC that is packed into Ratis logs there
    ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
    try {
      switchOff(loggers);
    } catch (ReflectiveOperationException | ClassCastException another) {
      LOG.info(
          "Apache Ratis logs much, and Quiver does not know how to switch that off in {} ({});"
              + " set the logger {} to OFF there",
          loggers.getClass().getName(),
          another,
          NAME);
    }
  }

  /** The names are of SLF4J's bindings, as they have been since version 1.7 of it. */
  private static void switchOff(ILoggerFactory loggers) throws ReflectiveOperationException {
    switch (loggers.getClass().getName()) {
      case "ch.qos.logback.classic.LoggerContext" -> LogbackLevels.switchOff(loggers, NAME);
      case "org.apache.logging.slf4j.Log4jLoggerFactory" -> Log4jLevels.switchOff(loggers, NAME);
      case "org.slf4j.simple.SimpleLoggerFactory", "org.slf4j.impl.SimpleLoggerFactory" ->
          SimpleLevels.switchOff(loggers, NAME);
      case "org.slf4j.jul.JDK14LoggerFactory", "org.slf4j.impl.JDK14LoggerFactory" -> {
        // Switched off already.
      }
      case "org.slf4j.helpers.NOPLoggerFactory" -> {
        // Nobody is heard.
      }
      case String unknown -> throw new ClassNotFoundException("unknown: " + unknown);
    }
  }
}
