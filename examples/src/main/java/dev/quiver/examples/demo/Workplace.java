package dev.quiver.examples.demo;

import dev.quiver.examples.TemporaryFolder;
import java.nio.file.Path;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/** What the demo has open, and leaves nothing of: at its end, and where somebody ends it early. */
final class Workplace implements AutoCloseable {
  private final TemporaryFolder folder = TemporaryFolder.make();
  private final Deque<Runnable> open = new ConcurrentLinkedDeque<>();
  private final Thread hook = Thread.ofPlatform().name("quiver-demo-end").unstarted(this::abandon);
  private volatile boolean abandoned;

  Workplace() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Path folder() {
    return folder.path();
  }

  /** To be closed before those given earlier; may be closed already then. */
  void closeLater(Runnable close) {
    open.push(close);
  }

  /** Whether this JVM is being ended, which makes whatever runs fail. */
  boolean isAbandoned() {
    return abandoned;
  }

  private void abandon() {
    abandoned = true;
    release();
  }

  private synchronized void release() {
    for (Runnable next = open.poll(); next != null; next = open.poll()) {
      next.run();
    }
    folder.close();
  }

  @Override
  public void close() {
    if (!abandoned) {
      Runtime.getRuntime().removeShutdownHook(hook);
      release();
    }
  }
}
