package dev.quiver.store.internal.index;

import dev.quiver.store.internal.memory.BytePool;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Merges the segments of one index in the background, one at a time, and no more of them at once
 * over all indexes of a node than it has permits, nor over all nodes of this JVM than there is heap
 * for their graphs. Writers are held up only when merging falls far behind.
 */
final class MergeThreads extends ConcurrentMergeScheduler {
  private static final int WAITING_BEFORE_WRITERS_STALL = 12;
  private static final int ABORT_CHECK_MILLIS = 20;

  private final Semaphore permits;
  private final BytePool graphs;
  private final long bytesPerDocument;
  private volatile @Nullable Throwable failure;

  /**
   * @param graphs heap for the graphs that all merges of this JVM build
   * @param bytesPerDocument of it, taken by a merge
   */
  MergeThreads(Semaphore permits, BytePool graphs, long bytesPerDocument) {
    this.permits = permits;
    this.graphs = graphs;
    this.bytesPerDocument = bytesPerDocument;
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
    boolean hasHeap = false;
    long heap = merge.totalNumDocs() * bytesPerDocument;
    try {
      while (!merge.isAborted() && !permitted) {
        permitted = permits.tryAcquire(ABORT_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      }
      while (!merge.isAborted() && !hasHeap) {
        hasHeap = graphs.take(heap, TimeUnit.MILLISECONDS.toNanos(ABORT_CHECK_MILLIS));
      }
      super.doMerge(source, merge);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("merging was interrupted", e);
    } finally {
      if (hasHeap) {
        graphs.giveBack(heap);
      }
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
