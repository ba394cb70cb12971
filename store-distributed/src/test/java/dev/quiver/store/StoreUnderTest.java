package dev.quiver.store;

import dev.quiver.store.internal.shard.ShardHost;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store that can be closed and opened again, and lose one node at a time. */
final class StoreUnderTest implements AutoCloseable {
  private final Path directory;
  private final Metric metric;
  private final int nodes;
  private final int shards;
  private final int replicas;
  private final UnaryOperator<ShardHost> way;
  private QuiverEmbeddingStore store;
  private @Nullable String stopped;

  StoreUnderTest(Path directory, Metric metric, int nodes, int shards, int replicas) {
    this(directory, metric, nodes, shards, replicas, UnaryOperator.identity());
  }

  /** Of three nodes that hold four shards each, reached this way. */
  static StoreUnderTest reachedBy(UnaryOperator<ShardHost> way, Path directory, Metric metric) {
    return new StoreUnderTest(directory, metric, 3, 4, 3, way);
  }

  private StoreUnderTest(
      Path directory,
      Metric metric,
      int nodes,
      int shards,
      int replicas,
      UnaryOperator<ShardHost> way) {
    this.way = way;
    this.directory = directory;
    this.metric = metric;
    this.nodes = nodes;
    this.shards = shards;
    this.replicas = replicas;
    this.store = open();
  }

  private QuiverEmbeddingStore open() {
    return TestStores.on(directory, nodes, shards, replicas).metric(metric).way(way).build();
  }

  QuiverEmbeddingStore get() {
    return store;
  }

  void reopen() {
    store.close();
    store = open();
    stopped = null;
  }

  /** Keeps a majority up: a second node is only stopped after the first one is back. */
  void stopOrStart(int node) {
    if (nodes < 3) {
      return;
    }
    if (stopped != null) {
      store.admin().startNode(stopped);
      stopped = null;
    } else {
      stopped = "node-" + node;
      store.admin().stopNode(stopped);
    }
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return nodes + " nodes, " + shards + " shards, " + replicas + " replicas";
  }
}
