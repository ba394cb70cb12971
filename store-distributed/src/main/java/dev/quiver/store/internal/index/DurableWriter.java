package dev.quiver.store.internal.index;

import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.store.NRTCachingDirectory;
import org.jspecify.annotations.Nullable;

/**
 * A Lucene writer that says in the middle of a commit when its content is settled. Up to there
 * nothing may be written beside it; the rest, and all that waits for the disk, may take its time
 * while commands and readers go on.
 */
final class DurableWriter extends IndexWriter {
  private final ForcedLater disk;
  private final NRTCachingDirectory cache;
  private volatile @Nullable Settling settling;

  private record Settling(Thread committer, Runnable settled) {}

  /**
   * @param cache what the writer writes to, on top of the disk
   */
  DurableWriter(ForcedLater disk, NRTCachingDirectory cache, IndexWriterConfig config)
      throws IOException {
    super(cache, config);
    this.disk = disk;
    this.cache = cache;
  }

  SnapshotDeletionPolicy policy() {
    return (SnapshotDeletionPolicy) getConfig().getIndexDeletionPolicy();
  }

  /** Bytes of new files that are not on disk yet. */
  long cachedBytes() {
    return cache.ramBytesUsed();
  }

  /**
   * Makes what was written durable; one at a time. The commit before it stays on disk until that is
   * done, whatever a crash makes of the order in which the disk was told.
   *
   * @param settled called once on this thread, when what is written from now on is no part of it
   */
  void commit(Runnable settled) throws IOException {
    IndexCommit before = DirectoryReader.indexExists(getDirectory()) ? policy().snapshot() : null;
    settling = new Settling(Thread.currentThread(), settled);
    try {
      prepareCommit();
      commit();
      disk.force();
    } finally {
      settling = null;
      if (before != null) {
        policy().release(before);
      }
    }
    deleteUnusedFiles();
  }

  /** Lucene's own refreshes come here, too. */
  @Override
  protected void doAfterFlush() {
    Settling now = settling;
    if (now != null && now.committer.equals(Thread.currentThread())) {
      settling = null;
      now.settled.run();
    }
  }
}
