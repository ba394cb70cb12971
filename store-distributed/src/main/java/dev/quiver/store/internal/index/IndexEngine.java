package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;

/**
 * What the indexes of one node share: the threads that write and merge, and the searches that span
 * them. Close it after the indexes.
 */
public final class IndexEngine implements AutoCloseable {
  /** One for each index that refreshes, commits or merges at the same moment; idle ones end. */
  private static final int MAX_THREADS = 256;

  private static final long IDLE_SECONDS = 10;

  private final EngineOptions options;
  private final ExecutorService threads;
  private final Semaphore mergePermits;

  public IndexEngine(EngineOptions options) {
    this.options = options;
    this.mergePermits = new Semaphore(options.mergeThreads());
    this.threads =
        new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name(options.name() + "-index-", 0).daemon().factory(),
            new ThreadPoolExecutor.CallerRunsPolicy());
  }

  /**
   * Opens the index in this directory, or makes an empty one where there is nothing. Blocks for as
   * long as it takes to read all of its files once.
   *
   * @throws DamagedIndexException if a file is missing or changed; nothing is touched then
   */
  public ShardIndex open(Path directory, Similarity similarity, IndexSettings settings)
      throws IOException {
    return new IndexOpening(directory, similarity, settings, this).open();
  }

  /**
   * Reads every byte of the last commit in this directory and compares it with what was written.
   *
   * @throws DamagedIndexException naming the first file that is missing or changed
   */
  public static void verify(Path directory) throws IOException {
    new IndexFolder(directory.toAbsolutePath()).verify();
  }

  /** {@link #search(List, ShardQuery, BooleanSupplier)} that nobody can cancel. */
  public List<Found> search(List<ShardReader> readers, ShardQuery query) throws IOException {
    return search(readers, query, () -> false);
  }

  /**
   * The best records of several shards together, in the order of {@code Hit.ORDER}. Any thread. The
   * readers stay open, and must for as long as what is found is to be loaded.
   *
   * @param cancelled asked now and then; once true the search ends
   * @throws java.util.concurrent.CancellationException if it was cancelled
   */
  public List<Found> search(List<ShardReader> readers, ShardQuery query, BooleanSupplier cancelled)
      throws IOException {
    if (readers.isEmpty() || query.limit() < 1) {
      return List.of();
    }
    List<View> views = readers.stream().map(reader -> ((LuceneShardReader) reader).view()).toList();
    var target = new Target(query, views.getFirst(), cancelled);
    var effort = new Effort(views.getFirst().settings());
    if (views.size() == 1) {
      return new NearestSearch(views.getFirst().reader(), target, effort).run();
    }
    var subReaders = views.stream().map(View::reader).toArray(IndexReader[]::new);
    try (var all = new MultiReader(subReaders, false)) {
      return new NearestSearch(all, target, effort).run();
    }
  }

  EngineOptions options() {
    return options;
  }

  /** Where whatever writes runs, out of reach of interrupts. */
  ExecutorService threads() {
    return threads;
  }

  Semaphore mergePermits() {
    return mergePermits;
  }

  @Override
  public void close() {
    threads.close();
  }
}
