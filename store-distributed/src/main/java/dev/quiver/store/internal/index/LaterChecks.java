package dev.quiver.store.internal.index;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What opening left to be compared with its checksums, worked off in portions at the pace of the
 * node. A file that was merged away meanwhile needs none: merging compares what it reads.
 */
final class LaterChecks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LaterChecks.class);

  private final Pace pace;
  private final Executor background;
  private final AtomicBoolean atWork = new AtomicBoolean();

  /** Held for a portion at a time. */
  private final ReentrantLock reading = new ReentrantLock();

  private final Deque<Path> left;
  private @Nullable FileCheck now;
  private volatile boolean over;

  LaterChecks(List<Path> files, Pace pace, Executor background) {
    this.left = new ArrayDeque<>(files);
    this.pace = pace;
    this.background = background;
    this.over = files.isEmpty();
  }

  /**
   * To be called at intervals; returns at once.
   *
   * @param damaged told when a file is not what was written; the rest is then left alone
   */
  void goOn(Consumer<DamagedIndexException> damaged) {
    if (!over && atWork.compareAndSet(false, true)) {
      try {
        background.execute(
            () -> {
              try {
                work(damaged);
              } finally {
                atWork.set(false);
              }
            });
      } catch (RejectedExecutionException nodeIsClosing) {
        over = true;
      }
    }
  }

  /** Whether there is nothing left to do. */
  boolean isOver() {
    return over;
  }

  private void work(Consumer<DamagedIndexException> damaged) {
    try {
      boolean more = true;
      while (more && pace.allows(FileCheck.PORTION)) {
        more = portion();
      }
    } catch (DamagedIndexException found) {
      close();
      damaged.accept(found);
    } catch (IOException unreadable) {
      LOG.warn("A file of an index could not be compared and is tried again", unreadable);
    }
  }

  /** Returns whether there is more to do. */
  private boolean portion() throws IOException {
    reading.lock();
    try {
      Path file = left.peek();
      if (over || file == null) {
        over = true;
        return false;
      }
      FileCheck check = now == null ? new FileCheck(file) : now;
      now = check;
      if (!check.readOn()) {
        next();
      }
    } catch (NoSuchFileException mergedAway) {
      next();
    } catch (IOException failed) {
      endCurrent();
      throw failed;
    } finally {
      reading.unlock();
    }
    return true;
  }

  private void next() throws IOException {
    endCurrent();
    left.remove();
  }

  private void endCurrent() throws IOException {
    if (now != null) {
      now.close();
      now = null;
    }
  }

  /** Ends with the portion that is being read. */
  @Override
  public void close() {
    over = true;
    reading.lock();
    try {
      endCurrent();
    } catch (IOException e) {
      LOG.warn("A file that was read could not be closed", e);
    } finally {
      reading.unlock();
    }
  }
}
