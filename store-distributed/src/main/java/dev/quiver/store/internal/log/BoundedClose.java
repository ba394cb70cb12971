package dev.quiver.store.internal.log;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what might never come back from it. Ratis joins its cache-evicting thread while it holds
 * the lock that this thread may be waiting for; whoever closes a node must not wait for that. What
 * must not happen before everything has ended belongs into what is closed.
 */
final class BoundedClose {
  private static final Logger LOG = LoggerFactory.getLogger(BoundedClose.class);

  /** Ten times what closing takes when nothing is wrong. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private BoundedClose() {}

  /** Returns when it is closed or patience is over; an interrupt is kept for later. */
  static void of(String name, Closeable closeable, Duration patience) throws IOException {
    var closing =
        new FutureTask<Boolean>(
            () -> {
              closeable.close();
              return true;
            });
    Thread.ofPlatform().daemon().name(name).start(closing);
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          closing.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
          return;
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (TimeoutException stuck) {
      LOG.warn(
          "{} is not over after {} and goes on by itself; what it writes to stays locked until"
              + " then",
          name,
          patience,
          stuck);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
