package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything at once, and a close in the middle of it. */
@Timeout(60)
class ConcurrencyTest {
  private static final int ENOUGH = 200;

  @Test
  void aCloseEndsEverythingAndLeavesNoThread(@TempDir Path directory) throws Exception {
    long seed = Seed.next();
    var options = new EngineOptions("closing", null, 1, 1, false);
    var engine = new IndexEngine(options);
    var index = engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT);
    var closing = new AtomicBoolean();
    var work = new CountDownLatch(ENOUGH);
    var applied = new AtomicInteger();
    var random = new RandomRecords(seed);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          var records = new ArrayList<StoredRecord>();
          for (int i = 0; i < 100; i++) {
            records.add(random.record(RecordKey.of("id" + random.below(5000)), Similarity.COSINE));
          }
          var distinct = new java.util.TreeMap<RecordKey, StoredRecord>();
          records.forEach(record -> distinct.put(record.key(), record));
          index.apply(
              new Position(1, applied.incrementAndGet()),
              new Command.Put(List.copyOf(distinct.values())));
          return true;
        });
    tasks.add(() -> index.commit() != null);
    for (int i = 0; i < 2; i++) {
      var own = new RandomRecords(seed + 1 + i);
      tasks.add(() -> search(engine, index, own));
    }
    try (ExecutorService pool =
        new ThreadPoolExecutor(
            tasks.size(), tasks.size(), 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>())) {
      List<Future<?>> running = new ArrayList<>();
      for (Callable<Boolean> task : tasks) {
        running.add(pool.submit(() -> repeat(task, work, closing)));
      }
      assertThat(work.await(50, TimeUnit.SECONDS)).isTrue();
      closing.set(true);
      index.close();
      for (Future<?> each : running) {
        each.get(20, TimeUnit.SECONDS);
      }
    }
    engine.close();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("closing-index")
          || thread.getName().startsWith("Lucene Merge")) {
        // a pool counts its threads as ended an instant before they are
        assertThat(thread.join(Duration.ofSeconds(5))).as(thread.getName()).isTrue();
      }
    }
    try (var again = new IndexEngine(options);
        var reopened = again.open(directory, Similarity.COSINE, IndexSettings.DEFAULT)) {
      assertThat(reopened.applied().index()).isBetween(0L, (long) applied.get());
    }
  }

  private static boolean search(IndexEngine engine, ShardIndex index, RandomRecords random)
      throws IOException {
    try (var reader = index.read()) {
      var query = new ShardQuery(random.vector(Similarity.COSINE), 5, 0, random.predicate(1), 0.95);
      for (Found found : engine.search(List.of(reader), query)) {
        assertThat(found.load().score()).isBetween(0.0, 1.0);
      }
      return reader.rows() >= 0;
    }
  }

  /** What fails before the close is a failure; what fails after is being ended. */
  private static void repeat(Callable<Boolean> task, CountDownLatch work, AtomicBoolean closing) {
    while (!closing.get()) {
      try {
        assertThat(task.call()).isTrue();
        work.countDown();
      } catch (IOException e) {
        if (!closing.get()) {
          throw new java.io.UncheckedIOException(e);
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
