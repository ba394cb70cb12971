package dev.quiver.store.internal.quiet;

import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** Whether errors of a logger are heard, as seen from inside an application's class loader. */
public final class HeardErrors implements Predicate<String> {
  @Override
  public boolean test(String logger) {
    return LoggerFactory.getLogger(logger).isErrorEnabled();
  }
}
