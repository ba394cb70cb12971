package dev.quiver.store;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What one logger said since a moment. */
public final class LogLines {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  public static LogLines of(String name) {
    var lines = new LogLines((Logger) LoggerFactory.getLogger(name));
    lines.appender.start();
    lines.logger.addAppender(lines.appender);
    return lines;
  }

  /** May be called again for the same lines. */
  public List<String> stop() {
    logger.detachAppender(appender);
    return appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
