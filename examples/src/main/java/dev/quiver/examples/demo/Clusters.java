package dev.quiver.examples.demo;

import dev.quiver.store.FailoverEmbeddingStore;
import dev.quiver.store.NodeStatus;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStoreBuilder;
import dev.quiver.store.WritePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Two clusters, and the store that puts one in the other's place. */
record Clusters(QuiverEmbeddingStore west, QuiverEmbeddingStore east, FailoverEmbeddingStore both)
    implements AutoCloseable {
  static final int NODES = 3;
  static final int SHARDS = 4;
  static final int REPLICAS = 3;

  static Clusters open(Workplace place) {
    Path directory = place.folder();
    QuiverEmbeddingStore west =
        west(directory).nodes(NODES).shards(SHARDS).replicas(REPLICAS).build();
    QuiverEmbeddingStore east =
        QuiverEmbeddingStore.builder().directory(directory.resolve("us-east")).build();
    FailoverEmbeddingStore both =
        FailoverEmbeddingStore.builder()
            .cluster("us-west", west)
            .cluster("us-east", east)
            .writes(WritePolicy.ALL)
            .handoffDirectory(directory.resolve("handoff"))
            .probeInterval(Duration.ofMillis(200))
            .build();
    var clusters = new Clusters(west, east, both);
    place.closeLater(clusters::close);
    return clusters;
  }

  static QuiverEmbeddingStoreBuilder west(Path directory) {
    return QuiverEmbeddingStore.builder()
        .directory(directory.resolve("us-west"))
        .loadInterval(Duration.ofMillis(250));
  }

  List<String> westNodes() {
    return west.admin().status().nodes().stream().map(NodeStatus::node).toList();
  }

  @Override
  public void close() {
    try (west;
        east) {
      both.close();
    }
  }
}
