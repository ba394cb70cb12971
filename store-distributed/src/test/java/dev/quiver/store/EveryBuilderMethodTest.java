package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches a builder method, or an option of one, that is gone, renamed or without effect. */
@Timeout(180)
final class EveryBuilderMethodTest {
  @Test
  void storeWithEverySettingWorks(@TempDir Path directory) {
    var builder =
        QuiverEmbeddingStore.builder()
            .directory(directory)
            .collection("Docs-1.0_a")
            .dimension(4)
            .metric(Metric.COSINE)
            .nodes(2)
            .shards(3)
            .replicas(2)
            .sharding(Sharding.range("h", "p"))
            .virtualNodes(50)
            .routing(Routing.weightedRoundRobin(Map.of("node-1", 2)))
            .consistency(Consistency.strong())
            .durability(Durability.everyWrite())
            .index(
                IndexOptions.defaults()
                    .m(8)
                    .efConstruction(50)
                    .quantization(Quantization.NONE)
                    .targetRecall(0.9))
            .searchMode(SearchMode.HYBRID)
            .textAnalysis(TextAnalysis.WORDS)
            .partitionKey("tenant")
            .requireFilterOn("tenant")
            .strictFilters(true)
            .searchTimeout(Duration.ofSeconds(20))
            .writeTimeout(Duration.ofSeconds(20))
            .allowPartial(true)
            .metadataKeyLimit(100)
            .nodeMemoryLimit(1L << 30)
            .preload(true)
            .loadInterval(Duration.ofMillis(500))
            .modelName("none")
            .cache(CacheOptions.inMemory(1 << 20, Duration.ofHours(1)));
    try (QuiverEmbeddingStore store = builder.build()) {
      var acme = segment("text", Map.of("tenant", "acme"));
      store.addAll(List.of("a"), List.of(vector(1, 2, 3, 4)), List.of(acme));
      var filter = metadataKey("tenant").isEqualTo("acme");
      assertThat(store.search(near(vector(4, 3, 2, 1), 3, filter)).matches()).hasSize(1);
      assertThat(store.admin().status().shards()).hasSize(3);
    }
  }

  @Test
  void everyRoutingAndConsistencyAnswers() {
    List<Consistency> levels =
        List.of(
            Consistency.strong(),
            Consistency.session(),
            Consistency.bounded(Duration.ofNanos(1)),
            Consistency.eventual());
    for (Routing routing :
        List.of(
            Routing.leastLoaded(),
            Routing.twoChoices(),
            Routing.roundRobin(),
            Routing.weightedRoundRobin(Map.of()),
            Routing.leastConnections(),
            Routing.consistentHash())) {
      try (var store =
          QuiverEmbeddingStore.builder().nodes(2).replicas(2).routing(routing).build()) {
        store.add(vector(1, 0));
        store.flush();
        for (Consistency level : levels) {
          var options =
              SearchOptions.defaults()
                  .withConsistency(level)
                  .withTimeout(Duration.ofSeconds(9))
                  .withRecall(0.9)
                  .withAllowPartial(false)
                  .withSession(store.session());
          assertThat(store.search(near(vector(1, 0), 1), options).matches()).hasSize(1);
        }
      }
    }
  }
}
