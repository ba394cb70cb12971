package dev.quiver.store;

import static dev.quiver.store.TestVectors.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Catches settings that are let through, and refused ones that leave a trace on disk. */
@Timeout(180)
final class BadBuilderTest {
  @TempDir private Path directory;

  /** Settings that must be refused, and the whole of what their author must be told. */
  record Bad(String message, Consumer<QuiverEmbeddingStoreBuilder> settings) {
    @Override
    public String toString() {
      return message;
    }
  }

  @ParameterizedTest
  @MethodSource({"numbers", "times", "absent", "combinations", "options"})
  void isRefused(Bad bad) {
    var builder = QuiverEmbeddingStore.builder();
    assertThatThrownBy(
            () -> {
              builder.directory(directory.resolve("data"));
              bad.settings.accept(builder);
              builder.build().close();
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(bad.message);
    assertThat(Files.exists(directory.resolve("data"))).isFalse();
  }

  @Test
  void weightOfAnUnknownNodeIsRefused() {
    var builder =
        TestStores.on(directory, 2, 1, 1).routing(Routing.weightedRoundRobin(Map.of("node-2", 3)));
    assertThatThrownBy(() -> builder.build().close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weights must be of nodes [node-0, node-1], but name [node-2]");
    TestStores.on(directory, 2, 1, 1).build().close();
  }

  static List<Bad> numbers() {
    return List.of(
        new Bad("dimension must be between 1 and 4096, but was 0", b -> b.dimension(0)),
        new Bad("dimension must be between 1 and 4096, but was 4097", b -> b.dimension(4097)),
        new Bad("nodes must be between 1 and 1000, but was 0", b -> b.nodes(0)),
        new Bad("shards must be between 1 and 10000, but was -1", b -> b.shards(-1)),
        new Bad("replicas must be between 1 and 1000, but was 0", b -> b.replicas(0)),
        new Bad("virtualNodes must be between 1 and 10000, but was 0", b -> b.virtualNodes(0)),
        new Bad("nodeMemoryLimit must be at least 1, but was 0", b -> b.nodeMemoryLimit(0)));
  }

  static List<Bad> times() {
    return List.of(
        new Bad(
            "searchTimeout must be longer than zero, but was PT0S",
            b -> b.searchTimeout(Duration.ZERO)),
        new Bad(
            "writeTimeout must be longer than zero, but was PT-1S",
            b -> b.writeTimeout(Duration.ofSeconds(-1))),
        new Bad(
            "loadInterval must be longer than zero, but was PT0S",
            b -> b.loadInterval(Duration.ZERO)),
        new Bad(
            "lag must be longer than zero, but was PT0S",
            b -> b.consistency(Consistency.bounded(Duration.ZERO))),
        new Bad(
            "interval must be longer than zero, but was PT0S",
            b -> b.durability(Durability.interval(Duration.ZERO))));
  }

  static List<Bad> absent() {
    return List.of(
        new Bad("directory must not be null", b -> b.directory(none())),
        new Bad("nodeDirectories must not be null", b -> b.nodeDirectories(none())),
        new Bad(
            "nodeDirectories must name a directory, but was []", b -> b.nodeDirectories(List.of())),
        new Bad("collection must not be null", b -> b.collection(none())),
        new Bad("metric must not be null", b -> b.metric(none())),
        new Bad("sharding must not be null", b -> b.sharding(none())),
        new Bad("routing must not be null", b -> b.routing(none())),
        new Bad("consistency must not be null", b -> b.consistency(none())),
        new Bad("durability must not be null", b -> b.durability(none())),
        new Bad("index must not be null", b -> b.index(none())),
        new Bad("searchMode must not be null", b -> b.searchMode(none())),
        new Bad("textAnalysis must not be null", b -> b.textAnalysis(none())),
        new Bad("searchTimeout must not be null", b -> b.searchTimeout(none())),
        new Bad("partitionKey must not be null", b -> b.partitionKey(none())),
        new Bad("requireFilterOn must not be blank, but was \" \"", b -> b.requireFilterOn(" ")),
        new Bad("modelName must not be blank, but was \"\"", b -> b.modelName("")));
  }

  static List<Bad> combinations() {
    return List.of(
        new Bad("replicas must be between 1 and nodes (3), but was 4", b -> b.nodes(3).replicas(4)),
        new Bad("replicas must be between 1 and nodes (1), but was 2", b -> b.replicas(2)),
        new Bad(
            "shards must be the number of range bounds (2) plus one, but was 2",
            b -> b.shards(2).sharding(Sharding.range("h", "p"))),
        new Bad(
            "bounds must ascend strictly, but \"p\" stands before \"h\"",
            b -> b.sharding(Sharding.range("p", "h"))),
        new Bad(
            "bounds must ascend strictly, but \"h\" stands before \"h\"",
            b -> b.sharding(Sharding.range("h", "h"))),
        new Bad(
            "bounds must hold at least one bound, but was []", b -> b.sharding(Sharding.range())),
        new Bad(
            "searchMode of collection default must be VECTOR, because its textAnalysis is NONE, but"
                + " was TEXT",
            b -> b.searchMode(SearchMode.TEXT).textAnalysis(TextAnalysis.NONE)),
        name("", "\"\""),
        name("../up", "\"../up\""),
        name(".hidden", "\".hidden\""),
        name("n".repeat(64), "\"" + "n".repeat(64) + "\""));
  }

  private static Bad name(String name, String quoted) {
    return new Bad(
        "collection must match [A-Za-z0-9][A-Za-z0-9._-]{0,62}, but was " + quoted,
        b -> b.collection(name));
  }

  static List<Bad> options() {
    return List.of(
        new Bad("m must be between 2 and 512, but was 1", b -> b.index(index().m(1))),
        new Bad(
            "efConstruction must be between 1 and 3200, but was 0",
            b -> b.index(index().efConstruction(0))),
        new Bad(
            "targetRecall must be between 0.5 and 0.999, but was NaN",
            b -> b.index(index().targetRecall(Double.NaN))),
        new Bad("quantization must not be null", b -> b.index(index().quantization(none()))),
        new Bad(
            "weight of node-0 must be between 1 and 1000, but was 0",
            b -> b.routing(Routing.weightedRoundRobin(Map.of("node-0", 0)))));
  }

  private static IndexOptions index() {
    return IndexOptions.defaults();
  }
}
