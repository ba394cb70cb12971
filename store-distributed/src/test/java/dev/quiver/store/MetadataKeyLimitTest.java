package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each metadata key stays in the indexes for ever; so there is a limit, and it is not forgotten.
 */
class MetadataKeyLimitTest {
  private static final int LIMIT = 6;

  @TempDir private Path directory;

  @SuppressWarnings("NullAway.Init") // injected
  MetadataKeyLimitTest() {}

  private QuiverEmbeddingStore open() {
    return TestStores.on(directory, 2, 2, 2).metadataKeyLimit(LIMIT).build();
  }

  private static TextSegment segment(String key) {
    return TextSegment.from("text", new Metadata().put(key, 1));
  }

  private static void add(QuiverEmbeddingStore store, String... keys) {
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (String key : keys) {
      ids.add("of-" + key);
      embeddings.add(vector(1, 2));
      segments.add(segment(key));
    }
    store.addAll(ids, embeddings, segments);
  }

  @Test
  void theLimitHoldsAcrossShardsAndOpenings() {
    try (QuiverEmbeddingStore store = open()) {
      add(store, "a", "b", "c", "d", "%:");
      assertThatThrownBy(() -> add(store, "e", "f"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("at most 6", "\"f\"", "\"of-f\"", "number 7");
      assertThat(store.count()).as("nothing of the call").isEqualTo(5);
      store.removeAll(metadataKey("a").isEqualTo(1));
    }
    try (QuiverEmbeddingStore store = open()) {
      add(store, "e", "a", "%:");
      assertThatThrownBy(() -> add(store, "f")).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () ->
                  store
                      .addAllAsync(List.of("g"), List.of(vector(1, 2)), List.of(segment("g")))
                      .join())
          .hasCauseInstanceOf(IllegalArgumentException.class);
      assertThat(store.count()).isEqualTo(6);

      store.removeAll();
      add(store, "p", "q", "r", "s", "t", "u");
      assertThat(store.count()).as("after everything was removed").isEqualTo(6);
    }
  }
}
