package dev.quiver.store.internal.log;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flushes a node's logs every so often, where commands are acknowledged before they are on disk.
 * Ratis flushes behind each batch as well, but as fast as the disk allows and without telling
 * anybody whether it worked; this is what the interval promises.
 */
final class Flusher implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Flusher.class);

  private final RatisServer server;
  private final AtomicBoolean flushing = new AtomicBoolean();
  private final @Nullable Future<?> ticks;

  Flusher(RatisServer server, ScheduledExecutorService timer, @Nullable Duration interval) {
    this.server = server;
    if (interval == null) {
      ticks = null;
    } else {
      long nanos = interval.toNanos();
      ticks = timer.scheduleAtFixedRate(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void tick() {
    if (flushing.compareAndSet(false, true)) {
      Thread.ofVirtual().name("quiver-flush-" + server.node()).start(this::flush);
    }
  }

  private void flush() {
    try {
      server.flush();
    } catch (IOException e) {
      LOG.error("node {}: what was acknowledged lately may not be on disk", server.node(), e);
    } finally {
      flushing.set(false);
    }
  }

  @Override
  public void close() {
    if (ticks != null) {
      ticks.cancel(false);
    }
  }
}
