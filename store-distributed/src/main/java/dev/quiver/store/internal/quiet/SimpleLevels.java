package dev.quiver.store.internal.quiet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.spi.LocationAwareLogger;

/**
 * Levels of slf4j-simple, which has no way to change one: a logger takes its level from system
 * properties and a file when it is made. So what is made later finds the level among what was read
 * from the file, and what is there already has its field changed.
 */
final class SimpleLevels {
  private static final String PREFIX = "org.slf4j.simpleLogger.log.";
  private static final String OFF = "off";

  /** One above what errors have. */
  private static final int OFF_LEVEL = LocationAwareLogger.ERROR_INT + 10;

  private SimpleLevels() {}

  static void switchOff(ILoggerFactory factory, String name) throws ReflectiveOperationException {
    Class<?> logger =
        factory.getClass().getClassLoader().loadClass(siblingOf(factory, "SimpleLogger"));
    Class<?> configuration =
        factory
            .getClass()
            .getClassLoader()
            .loadClass(siblingOf(factory, "SimpleLoggerConfiguration"));
    Object read = within(logger).findStaticVarHandle(logger, "CONFIG_PARAMS", configuration).get();
    Properties file =
        (Properties)
            within(configuration)
                .findVarHandle(configuration, "properties", Properties.class)
                .get(read);
    if (configured(name, file) == null) {
      file.setProperty(PREFIX + name, OFF);
    }
    VarHandle level = within(logger).findVarHandle(logger, "currentLogLevel", int.class);
    loggers(factory)
        .forEach(
            (known, made) -> {
              if ((known + ".").startsWith(name + ".") && OFF.equals(nearest(known, file))) {
                level.set(made, OFF_LEVEL);
              }
            });
  }

  private static String siblingOf(ILoggerFactory factory, String name) {
    return factory.getClass().getPackageName() + "." + name;
  }

  private static MethodHandles.Lookup within(Class<?> type) throws IllegalAccessException {
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  @SuppressWarnings("unchecked") // which is how it is declared
  private static Map<String, Logger> loggers(ILoggerFactory factory)
      throws ReflectiveOperationException {
    Class<?> type = factory.getClass();
    return (Map<String, Logger>)
        within(type)
            .findVarHandle(type, "loggerMap", java.util.concurrent.ConcurrentMap.class)
            .get(factory);
  }

  private static @Nullable String configured(String name, Properties file) {
    String property = System.getProperty(PREFIX + name);
    return property == null ? file.getProperty(PREFIX + name) : property;
  }

  /** What holds for a logger, be it said of itself or of one above. */
  private static @Nullable String nearest(String name, Properties file) {
    String level = configured(name, file);
    int dot = name.lastIndexOf('.');
    return level != null || dot < 0 ? level : nearest(name.substring(0, dot), file);
  }
}
