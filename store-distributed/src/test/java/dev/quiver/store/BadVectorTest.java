package dev.quiver.store;

import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Catches vectors that a metric cannot score, and a dimension fixed by a write that was refused.
 */
@Timeout(180)
final class BadVectorTest {
  @Test
  void dotProductTakesUnitVectorsAlone() {
    try (var store = QuiverEmbeddingStore.builder().metric(Metric.DOT_PRODUCT).build()) {
      assertThatThrownBy(() -> store.addAll(List.of(X, vector(1.002f, 0, 0))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "embedding 1 must have length 1 (within 0.001) under DOT_PRODUCT, but has 1.00");
      assertThatThrownBy(() -> store.addAll(List.of(X, vector(0, 0, 0))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("embedding 1 must not be zero under DOT_PRODUCT, but was");
      assertThatThrownBy(() -> store.search(near(vector(0.5f, 0, 0), 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "queryEmbedding must have length 1 (within 0.001) under DOT_PRODUCT, but has 0.5");
      assertThat(store.count()).isZero();
      store.add("a", vector(1.0009f, 0, 0));
      assertThat(store.search(near(X, 1)).matches().getFirst().score()).isEqualTo(1.0);
    }
  }

  @Test
  void euclideanTakesTheZeroVector() {
    try (var store = QuiverEmbeddingStore.builder().metric(Metric.EUCLIDEAN).build()) {
      store.add("origin", vector(0, 0, 0));
      assertThat(store.search(near(vector(0, 0, 0), 1)).matches().getFirst().score())
          .isEqualTo(1.0);
    }
  }

  @Test
  void refusedFirstWriteFixesNoDimension() {
    try (var store = QuiverEmbeddingStore.builder().build()) {
      assertThatThrownBy(() -> store.addAll(List.of(X, vector(1, 2))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("embedding 1 must have dimension 3, as embedding 0 has, but has 2");
      assertThatThrownBy(() -> store.addAll(List.of("a", ""), List.of(X, X), null))
          .isInstanceOf(IllegalArgumentException.class);
      store.add(vector(1, 2));
      assertThat(store.count()).isEqualTo(1);
    }
  }

  @Test
  void longestAndShortestVectorAndId() {
    var longest = new float[4096];
    longest[4095] = 1;
    try (var store = QuiverEmbeddingStore.builder().dimension(4096).build()) {
      store.add("é".repeat(256), vector(longest));
      assertThat(store.getAll(List.of("é".repeat(256))).getFirst().embedding())
          .isEqualTo(vector(longest));
    }
    try (var store = QuiverEmbeddingStore.builder().build()) {
      store.add("\ud83d\ude00", vector(-2));
      assertThat(store.search(near(vector(2), 1)).matches().getFirst().score()).isEqualTo(0.0);
    }
  }
}
