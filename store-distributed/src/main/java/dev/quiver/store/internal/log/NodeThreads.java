package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.NodeId;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The group of a node's Ratis threads: what escapes one of them is logged, not printed, and whether
 * one of them still runs can be told. Ratis gives its log's writer three seconds to end, and then
 * goes on as if it had.
 */
final class NodeThreads extends ThreadGroup {
  private static final Logger LOG = LoggerFactory.getLogger(NodeThreads.class);
  private static final Duration A_WHILE = Duration.ofMillis(100);

  private final NodeId node;
  private final BooleanSupplier closed;

  NodeThreads(NodeId node, BooleanSupplier closed) {
    super("quiver-" + node);
    this.node = node;
    this.closed = closed;
  }

  interface Step {
    void run() throws IOException;
  }

  /**
   * Runs a step on a thread of the group, so that threads begun on the way are in the group, too,
   * and waits for it; an interrupt is kept for later.
   */
  void run(Step step) throws IOException {
    var task =
        new FutureTask<Boolean>(
            () -> {
              step.run();
              return true;
            });
    var thread = new Thread(this, task, "quiver-" + node + "-groups");
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> throw new IOException(failed);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Those that run and whose names begin so. */
  List<Thread> running(String prefix) {
    Thread[] all = new Thread[2 * activeCount() + 16];
    int count = enumerate(all);
    return Arrays.stream(all, 0, count)
        .filter(thread -> thread.isAlive() && thread.getName().startsWith(prefix))
        .toList();
  }

  /**
   * Returns when none of those runs any more that work for a log, however long that takes. Ratis
   * names them after the node and the log; others in the group, such as threads of an index that
   * were begun on the way, live as long as their pools let them.
   */
  void awaitEnd() {
    boolean ended = false;
    while (!ended) {
      ended = awaitEnd(node + "@", A_WHILE);
    }
  }

  /**
   * Waits until none of them runs whose name begins so; false when the time is over first. An
   * interrupt is kept for later.
   */
  boolean awaitEnd(String prefix, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    boolean interrupted = false;
    List<Thread> left = running(prefix);
    while (!left.isEmpty() && System.nanoTime() - end < 0) {
      try {
        left.getFirst().join(A_WHILE.toMillis());
      } catch (InterruptedException later) {
        interrupted = true;
      }
      left = running(prefix);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left.isEmpty();
  }

  /** While a server closes, its threads find each other's logs closed; Ratis lets that escape. */
  @Override
  public void uncaughtException(Thread thread, Throwable e) {
    if (closed.getAsBoolean()) {
      LOG.debug("node {}: {} ended while the node closed", node, thread.getName(), e);
    } else {
      LOG.error("node {}: {} ended", node, thread.getName(), e);
    }
  }
}
