package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Merges the segments of one index in the background, one at a time, and no more of them at once
 * over all indexes of a node than it has permits. Writers are held up only when merging falls far
 * behind.
 */
final class MergeThreads extends ConcurrentMergeScheduler {
  private static final int WAITING_BEFORE_WRITERS_STALL = 12;
  private static final int ABORT_CHECK_MILLIS = 20;

  private final Semaphore permits;
  private volatile @Nullable Throwable failure;

  MergeThreads(Semaphore permits) {
    this.permits = permits;
    // As many threads as merges: with fewer Lucene pauses the larger one, which may hold the permit
    // that the smaller one waits for.
    setMaxMergesAndThreads(WAITING_BEFORE_WRITERS_STALL, WAITING_BEFORE_WRITERS_STALL);
    disableAutoIOThrottle();
  }

  /** Why a merge failed, after which the index should be opened again; null if none did. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  protected void doMerge(MergeSource source, MergePolicy.OneMerge merge) throws IOException {
    boolean permitted = false;
    try {
      while (!merge.isAborted() && !permitted) {
        permitted = permits.tryAcquire(ABORT_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      }
      super.doMerge(source, merge);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("merging was interrupted", e);
    } finally {
      if (permitted) {
        permits.release();
      }
    }
  }

  @Override
  protected void handleMergeException(Throwable thrown) {
    failure = thrown;
  }
}
