package dev.quiver.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A store that can be closed and opened again, and lose one node at a time. */
final class StoreUnderTest implements AutoCloseable {
  private final Path directory;
  private final Metric metric;
  private final int nodes;
  private final int shards;
  private final int replicas;
  private QuiverEmbeddingStore store;
  private @Nullable String stopped;

  StoreUnderTest(Path directory, Metric metric, int nodes, int shards, int replicas) {
    this.directory = directory;
    this.metric = metric;
    this.nodes = nodes;
    this.shards = shards;
    this.replicas = replicas;
    this.store = open();
  }

  private QuiverEmbeddingStore open() {
    return TestStores.on(directory, nodes, shards, replicas).metric(metric).build();
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
