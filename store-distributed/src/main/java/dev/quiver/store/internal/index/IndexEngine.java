package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
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
  private final ExecutorService background;
  private final Semaphore mergePermits;
  private final CommonGraphs commonGraphs;

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
    var oneThread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name(options.name() + "-calibration-", 0).daemon().factory());
    oneThread.allowCoreThreadTimeOut(true);
    this.background = oneThread;
    this.commonGraphs = new CommonGraphs(oneThread);
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
    List<View> views = views(readers);
    var target = new Target(query, views.getFirst(), cancelled);
    if (views.size() == 1) {
      return search(views, views.getFirst().reader(), target);
    }
    try (var all = together(views)) {
      return search(views, all, target);
    }
  }

  private List<Found> search(List<View> views, IndexReader all, Target target) throws IOException {
    return new NearestSearch(all, commonGraphs.terrains(views, all), target).run();
  }

  CommonGraphs commonGraphs() {
    return commonGraphs;
  }

  /** Searches for whom it may concern until they are said to have gone. */
  public ShardSearcher searcher(BooleanSupplier cancelled) {
    return new ShardSearcher() {
      @Override
      public List<Found> search(List<ShardReader> readers, ShardQuery query) throws IOException {
        return IndexEngine.this.search(readers, query, cancelled);
      }

      @Override
      public List<Found> search(List<ShardReader> readers, TextQuery query) throws IOException {
        if (readers.isEmpty()) {
          return List.of();
        }
        try (var all = together(views(readers))) {
          return new TextSearch(all, query, cancelled).run();
        }
      }

      @Override
      public TermStatistics statistics(List<ShardReader> readers, String text) throws IOException {
        if (readers.isEmpty()) {
          return TermStatistics.NOTHING;
        }
        List<View> views = views(readers);
        var terms = TextField.termsOf(text, views.getFirst().settings().analysis());
        try (var all = together(views)) {
          return TextSearch.statistics(all, terms);
        }
      }
    };
  }

  private static List<View> views(List<ShardReader> readers) {
    return readers.stream().map(reader -> ((LuceneShardReader) reader).view()).toList();
  }

  /** One reader over all; closing it leaves them open. */
  private static MultiReader together(List<View> views) throws IOException {
    return new MultiReader(views.stream().map(View::reader).toArray(IndexReader[]::new), false);
  }

  EngineOptions options() {
    return options;
  }

  /** Where whatever writes runs, out of reach of interrupts. */
  ExecutorService threads() {
    return threads;
  }

  /** Where what nobody waits for runs, one task after the other. */
  Executor background() {
    return background;
  }

  Semaphore mergePermits() {
    return mergePermits;
  }

  @Override
  public void close() {
    background.close();
    threads.close();
  }
}
