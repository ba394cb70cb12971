package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.internal.cluster.ClusterInspection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Catches calls that nobody times, or that are counted as what they were not. */
@Timeout(120)
final class CallMeterTest {
  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void callsAreNotTimedAsTheirCallersSeeThem() {
    QuiverEmbeddingStore store = opened(1);
    store.add("a", X);
    store.addAllAsync(List.of("b"), List.of(Y), null).join();
    store.removeAll(List.of("none"));
    store.removeAll(metadataKey("none").isEqualTo(1));
    assertThatThrownBy(() -> store.add("c", vector(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.addAllAsync(List.of("c"), List.of(vector(1)), null))
        .isCompletedExceptionally();
    assertThat(count("quiver.write", "stored")).isEqualTo(4);
    assertThat(count("quiver.write", "refused")).isEqualTo(2);
    assertThat(count("quiver.write", "failed") + count("quiver.write", "unknown")).isZero();

    long started = System.nanoTime();
    store.search(near(X, 1));
    store.searchAsync(near(X, 1)).join();
    store.searchAll(List.of(near(X, 1), near(Y, 1)));
    store.explain(near(X, 1));
    long took = System.nanoTime() - started;
    assertThat(count("quiver.search", "answered")).isEqualTo(4);
    assertThat(time("quiver.search", "answered")).isPositive().isLessThan((double) took);

    assertThatThrownBy(() -> store.search(near(vector(1), 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(count("quiver.search", "refused")).isEqualTo(1);
    var hurried = SearchOptions.defaults().withTimeout(Duration.ofNanos(1));
    assertThatThrownBy(() -> store.search(near(X, 1), hurried))
        .isInstanceOf(DeadlineExceededException.class);
    assertThat(count("quiver.search", "late")).isEqualTo(1);
  }

  @Test
  void partialAndFailedAnswersCountAsAnswered() {
    QuiverEmbeddingStore store = opened(2);
    store.add(X);
    store.admin().stopNode("node-1");
    store.search(near(X, 1), SearchOptions.defaults().withAllowPartial(true));
    assertThat(count("quiver.search", "partial")).isEqualTo(1);
    assertThatThrownBy(() -> store.search(near(X, 1)))
        .isInstanceOf(ShardUnavailableException.class);
    assertThat(count("quiver.search", "failed")).isEqualTo(1);
    assertThat(count("quiver.search", "answered")).isZero();
  }

  private QuiverEmbeddingStore opened(int nodes) {
    return inspection.closeAfter(
        QuiverEmbeddingStore.builder()
            .collection("books")
            .nodes(nodes)
            .meterRegistry(registry)
            .build());
  }

  private long count(String name, String outcome) {
    return registry.get(name).tags("collection", "books", "outcome", outcome).timer().count();
  }

  private double time(String name, String outcome) {
    return registry
        .get(name)
        .tags("collection", "books", "outcome", outcome)
        .timer()
        .totalTime(TimeUnit.NANOSECONDS);
  }
}
