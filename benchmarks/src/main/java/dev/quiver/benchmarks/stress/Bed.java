package dev.quiver.benchmarks.stress;

import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.Faults;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStoreBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A filled store of three nodes and eight shards that meets faults, and what it is asked. */
final class Bed implements AutoCloseable {
  static final int NODES = 3;
  static final int SHARDS = 8;

  private final Path directory;
  private final List<EmbeddingSearchRequest> queries;
  private final Faults faults = new Faults();
  private SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private QuiverEmbeddingStore store;

  Bed(Records records) throws IOException {
    this.directory = Files.createTempDirectory("quiver-stress-");
    this.queries = records.queries();
    this.store = open(builder -> builder);
    records.into(store);
  }

  private QuiverEmbeddingStore open(UnaryOperator<QuiverEmbeddingStoreBuilder> settings) {
    meters = new SimpleMeterRegistry();
    return faults.open(
        settings.apply(
            QuiverEmbeddingStore.builder()
                .directory(directory)
                .nodes(NODES)
                .shards(SHARDS)
                .replicas(NODES)
                .meterRegistry(meters)));
  }

  /** Opens the same records again; meters begin anew, and nothing is remembered of the nodes. */
  void reopen(UnaryOperator<QuiverEmbeddingStoreBuilder> settings) {
    store.close();
    faults.clear();
    store = open(settings);
  }

  QuiverEmbeddingStore store() {
    return store;
  }

  Faults faults() {
    return faults;
  }

  EmbeddingSearchRequest query(int number) {
    return queries.get(number % queries.size());
  }

  List<EmbeddingSearchRequest> queries(int count) {
    return Stream.iterate(0, next -> next + 1).limit(count).map(this::query).toList();
  }

  Calls search(int threads, int calls) {
    return Calls.make(threads, calls, i -> store.search(query(i)));
  }

  /** Requests sent to nodes so far, for this reason: first, again or hedge. */
  double asked(String cause) {
    return sum(meters.find("quiver.asks").tag("cause", cause).counters());
  }

  /** How often replicas on this node were asked so far. */
  double reads(String node) {
    return sum(meters.find("quiver.reads").tag("node", node).counters());
  }

  private static double sum(Iterable<Counter> counters) {
    double sum = 0;
    for (Counter counter : counters) {
      sum += counter.count();
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    store.close();
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(directory)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
