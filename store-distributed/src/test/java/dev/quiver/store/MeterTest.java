package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.internal.cluster.ClusterInspection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A registry is told what the store does, and is left without its levels at close. */
@Timeout(60)
class MeterTest {
  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  @TempDir private Path directory;
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void aRegistrySeesWhatTheStoreDoes() {
    QuiverEmbeddingStore store =
        inspection.closeAfter(
            QuiverEmbeddingStore.builder()
                .directory(inspection.watch(directory))
                .collection("books")
                .nodes(3)
                .shards(1)
                .replicas(3)
                .writeTimeout(Duration.ofSeconds(1))
                .meterRegistry(registry)
                .build());
    for (int next = 0; next < 5; next++) {
      store.addAll(List.of("id-" + next), List.of(WriteLedger.embedding("id", next)), null);
    }
    store.search(
        EmbeddingSearchRequest.builder().queryEmbedding(WriteLedger.embedding("id", 1)).build());
    ClusterInspection.replicasAgree();

    var stored = registry.get("quiver.append").tags("collection", "books", "outcome", "stored");
    assertThat(stored.timer().count()).isEqualTo(5);
    assertThat(registry.get("quiver.append.bytes").summary().totalAmount()).isPositive();
    assertThat(registry.get("quiver.apply").timers())
        .hasSize(3)
        .allSatisfy(timer -> assertThat(timer.count()).isEqualTo(5));
    assertThat(registry.get("quiver.refresh").timers().stream().mapToLong(t -> t.count()).sum())
        .isPositive();
    assertThat(level("quiver.lag", "node-1")).isZero();
    assertThat(level("quiver.queue", "node-1")).isZero();

    store.admin().stopNode("node-1");
    assertThat(level("quiver.lag", "node-1")).isNaN();

    store.close();
    assertThat(registry.find("quiver.lag").gauges()).isEmpty();
    assertThat(registry.find("quiver.queue").gauges()).isEmpty();
    assertThat(registry.getMeters())
        .as("there was no cache")
        .noneMatch(meter -> meter.getId().getName().startsWith("quiver.cache"));
  }

  private double level(String name, String node) {
    return registry.get(name).tags("collection", "books", "node", node).gauge().value();
  }
}
