package dev.quiver.examples.load;

import dev.langchain4j.data.embedding.Embedding;
import dev.quiver.examples.TemporaryFolder;
import dev.quiver.store.CacheOptions;
import dev.quiver.store.NodeStatus;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStoreBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A store in a folder of its own, deleted in the end, and the calls it is pressed with. */
final class Cluster implements AutoCloseable {
  /** Records that one call brings in while the store is filled. */
  static final int BATCH = 100;

  private static final Duration LOAD_INTERVAL = Duration.ofSeconds(1);
  private static final long CACHE_BYTES = 64L << 20;
  private static final Duration CACHED_FOR = Duration.ofHours(1);

  private final TemporaryFolder folder = TemporaryFolder.make();
  private final Vectors vectors;
  private final AtomicInteger added = new AtomicInteger();
  private SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private QuiverEmbeddingStore store;

  Cluster(Shape shape, Vectors vectors) {
    this.vectors = vectors;
    this.store =
        builder().nodes(shape.nodes()).shards(shape.shards()).replicas(shape.replicas()).build();
  }

  private QuiverEmbeddingStoreBuilder builder() {
    meters = new SimpleMeterRegistry();
    return QuiverEmbeddingStore.builder()
        .directory(folder.path())
        .loadInterval(LOAD_INTERVAL)
        .meterRegistry(meters);
  }

  /** The same records, now with a cache in memory. */
  void reopenWithCache() {
    store.close();
    store = builder().cache(CacheOptions.inMemory(CACHE_BYTES, CACHED_FOR)).build();
  }

  List<NodeStatus> nodes() {
    return store.admin().status().nodes();
  }

  /** Brings all records in. */
  Measured fill(int callers) {
    var next = new AtomicInteger();
    Measured filled = Callers.start(callers, thread -> () -> addBatch(next.getAndAdd(BATCH))).end();
    store.admin().compact();
    store.flush();
    return filled;
  }

  private boolean addBatch(int from) {
    int to = Math.min(from + BATCH, vectors.records().size());
    if (from < to) {
      List<String> ids = IntStream.range(from, to).mapToObj(i -> id("record", i)).toList();
      store.addAll(ids, vectors.records().subList(from, to), null);
    }
    return to < vectors.records().size();
  }

  Callers searchers(int callers, Mix mix) {
    return Callers.start(callers, thread -> search(mix, new SplittableRandom(thread)));
  }

  private BooleanSupplier search(Mix mix, SplittableRandom random) {
    return () -> {
      store.search(mix.next(random, vectors.queries()));
      return true;
    };
  }

  /** Brings more records in, one at a time. */
  Callers writers(int callers) {
    return Callers.start(
        callers,
        thread ->
            () -> {
              int number = added.getAndIncrement();
              Embedding vector = vectors.records().get(number % vectors.records().size());
              store.addAll(List.of(id("added", number)), List.of(vector), null);
              return true;
            });
  }

  private static String id(String kind, int number) {
    return String.format(Locale.ROOT, "%s-%08d", kind, number);
  }

  double cacheHits() {
    return sum(meters.find("quiver.cache.hits").counters());
  }

  double cacheMisses() {
    return sum(meters.find("quiver.cache.misses").counters());
  }

  private static double sum(Iterable<Counter> counters) {
    double sum = 0;
    for (Counter counter : counters) {
      sum += counter.count();
    }
    return sum;
  }

  @Override
  public void close() {
    try (folder) {
      store.close();
    }
  }
}
