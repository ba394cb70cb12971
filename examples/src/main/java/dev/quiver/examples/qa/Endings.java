package dev.quiver.examples.qa;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the main thread end the program when the JVM is told to: Ctrl-C and SIGTERM wake it up, and
 * the JVM stays until it has closed everything.
 */
final class Endings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);
  private static final long LONGEST_SECONDS = 30;

  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private final Thread hook = new Thread(this::end, "qa-end");

  private Endings() {}

  static Endings onSignal() {
    var endings = new Endings();
    Runtime.getRuntime().addShutdownHook(endings.hook);
    return endings;
  }

  private void end() {
    wanted.countDown();
    try {
      if (!closed.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("not everything was closed within {} seconds", LONGEST_SECONDS);
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when the program is to end. */
  void await() throws InterruptedException {
    wanted.await();
  }

  /** Everything is closed. */
  @Override
  public void close() {
    closed.countDown();
    if (wanted.getCount() > 0) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
