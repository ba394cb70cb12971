package dev.quiver.store.internal.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.lucene.index.DirectoryReader;
import org.jspecify.annotations.Nullable;

/**
 * The newest calibration of one shard, and the task that makes the next one: never more than one,
 * in the background, when what is to be measured has doubled or halved. Searches take what is
 * there, and never wait.
 */
final class ShardCalibration implements AutoCloseable {
  private static final int GROWTH = 2;

  private final Executor background;
  private final ReentrantLock measuring = new ReentrantLock();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile @Nullable Calibration newest;
  private volatile @Nullable View latest;
  private volatile boolean closed;

  ShardCalibration(Executor background) {
    this.background = background;
  }

  boolean isClosed() {
    return closed;
  }

  /** Null until it was measured for the first time. */
  @Nullable Calibration newest() {
    return newest;
  }

  /** Has this view measured if the last measurement does not speak for it; returns at once. */
  void consider(View view) {
    latest = view;
    if (!closed && isDue(view.reader()) && underWay.compareAndSet(false, true)) {
      background.execute(this::measureLatest);
    }
  }

  private boolean isDue(DirectoryReader reader) {
    int rows = Calibrator.rows(reader);
    Calibration last = newest;
    return isWalked(reader)
        && (last == null || rows >= GROWTH * last.rows() || rows <= last.rows() / GROWTH);
  }

  private static boolean isWalked(DirectoryReader reader) {
    return Calibrator.rows(reader) > NearestSearch.EXACT_CANDIDATES;
  }

  /** Measures this view well if there is anything to measure, and waits for it. */
  void measure(View view) throws IOException {
    measure(view, ShardCalibration::isWalked, Calibrator.MANY_SAMPLES);
  }

  private void measure(View view, Predicate<DirectoryReader> when, int samples) throws IOException {
    measuring.lock();
    try {
      if (!closed && when.test(view.reader())) {
        newest = Calibrator.ofLargest(view, () -> closed).measure(samples);
      }
    } catch (CancellationException ended) {
      if (!closed) {
        throw ended;
      }
    } finally {
      measuring.unlock();
    }
  }

  private void measureLatest() {
    View view = holdLatest();
    try {
      if (view != null) {
        measure(view, this::isDue, Calibrator.SAMPLES);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("a shard could not be measured", unreadable);
    } finally {
      underWay.set(false);
      release(view);
      considerWhatCameAfter(view);
    }
  }

  /** Nobody looked at a view that came while another one was measured. */
  private void considerWhatCameAfter(@Nullable View measured) {
    View newer = holdLatest();
    if (newer != null && !newer.equals(measured)) {
      consider(newer);
    }
    release(newer);
  }

  private @Nullable View holdLatest() {
    View view = latest;
    while (view != null && !view.reader().tryIncRef()) {
      view = closed ? null : latest; // a newer one is there before the older one goes
    }
    return view;
  }

  private static void release(@Nullable View view) {
    try {
      if (view != null) {
        view.reader().decRef();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Ends what is under way, and waits for that. */
  @Override
  public void close() {
    closed = true;
    measuring.lock();
    try {
      newest = null;
      latest = null;
    } finally {
      measuring.unlock();
    }
  }
}
