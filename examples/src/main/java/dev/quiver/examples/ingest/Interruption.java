package dev.quiver.examples.ingest;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or a scheduler that ends the job: the thread that made this is interrupted, and has some
 * seconds to close what it has open. Nothing is lost without them either; it only saves the next
 * run some work.
 */
final class Interruption implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final PrintStream out;
  private final Thread worker = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "interruption");
  private volatile boolean come;

  private Interruption(PrintStream out) {
    this.out = out;
  }

  static Interruption watched(PrintStream out) {
    var interruption = new Interruption(out);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  boolean hasCome() {
    return come;
  }

  private void end() {
    come = true;
    worker.interrupt();
    boolean closed = false;
    try {
      closed = ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException again) {
      Thread.currentThread().interrupt();
    }
    out.println();
    out.println(
        closed
            ? "interrupted; what is stored stays, and the same command goes on from there"
            : "interrupted before the store was closed; nothing stored is lost, and the same"
                + " command goes on from there");
    out.flush();
  }

  @Override
  public void close() {
    ended.countDown();
    if (!come) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
