package dev.quiver.store.internal.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apache.lucene.index.DirectoryReader;
import org.jspecify.annotations.Nullable;

/**
 * The newest calibration of one shard, and the task that makes the next one: never more than one,
 * in the background, when what is to be measured has doubled or halved. Searches take what is
 * there, and never wait. A restarted node takes what it kept, where that still fits.
 */
final class ShardCalibration implements AutoCloseable {
  private static final int GROWTH = 2;

  private final Executor background;
  private final CalibrationFile file;
  private final AtomicReference<@Nullable Calibration> kept;
  private final ReentrantLock measuring = new ReentrantLock();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile @Nullable Calibration newest;
  private volatile @Nullable View latest;
  private volatile boolean closed;

  ShardCalibration(Executor background, CalibrationFile file) throws IOException {
    this.background = background;
    this.file = file;
    this.kept = new AtomicReference<>(file.read());
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
    Calibration before = kept.getAndSet(null);
    if (before != null && fits(before, view.reader())) {
      newest = before;
    }
    if (!closed && isDue(view.reader()) && underWay.compareAndSet(false, true)) {
      background.execute(this::measureLatest);
    }
  }

  private boolean isDue(DirectoryReader reader) {
    Calibration last = newest;
    return isWalked(reader) && (last == null || !fits(last, reader));
  }

  private static boolean fits(Calibration calibration, DirectoryReader reader) {
    int rows = Calibrator.rows(reader);
    return rows < GROWTH * calibration.rows() && rows > calibration.rows() / GROWTH;
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
        Calibration measured = Calibrator.ofLargest(view, () -> closed).measure(samples);
        newest = measured;
        file.keep(measured);
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
