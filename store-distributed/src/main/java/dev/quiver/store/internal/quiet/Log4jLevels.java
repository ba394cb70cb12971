package dev.quiver.store.internal.quiet;

import java.util.Map;
import org.slf4j.ILoggerFactory;

/** Levels of Log4j 2, which is not on every class path. */
final class Log4jLevels {
  private static final String PACKAGE = "org.apache.logging.log4j.";

  private Log4jLevels() {}

  static void switchOff(ILoggerFactory loggers, String name) throws ReflectiveOperationException {
    ClassLoader home = loggers.getClass().getClassLoader();
    // Of the context in which Ratis's loggers will be, where there are several.
    Object context =
        home.loadClass(PACKAGE + "LogManager")
            .getMethod("getContext", ClassLoader.class, boolean.class)
            .invoke(null, Log4jLevels.class.getClassLoader(), false);
    Class<?> contextType = home.loadClass(PACKAGE + "core.LoggerContext");
    Object configuration =
        contextType.getMethod("getConfiguration").invoke(contextType.cast(context));
    Class<?> configurationType = home.loadClass(PACKAGE + "core.config.Configuration");
    var configured = (Map<?, ?>) configurationType.getMethod("getLoggers").invoke(configuration);
    if (configured.containsKey(name)) {
      return;
    }
    Class<?> level = home.loadClass(PACKAGE + "Level");
    Class<?> loggerType = home.loadClass(PACKAGE + "core.config.LoggerConfig");
    Object off =
        loggerType
            .getConstructor(String.class, level, boolean.class)
            .newInstance(name, level.getField("OFF").get(null), true);
    configurationType
        .getMethod("addLogger", String.class, loggerType)
        .invoke(configuration, name, off);
    contextType.getMethod("updateLoggers").invoke(context);
  }
}
