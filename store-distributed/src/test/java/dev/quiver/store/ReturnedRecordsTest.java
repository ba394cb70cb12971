package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches results that differ from what was stored, by a bit or a type, or that callers share. */
@Timeout(180)
final class ReturnedRecordsTest {
  private static final String SMILE_CUT_IN_HALF = "\ud83d";

  private static Map<String, Object> everyType() {
    var metadata = new HashMap<String, Object>();
    metadata.put("string", "x");
    metadata.put("empty", "");
    metadata.put("half a smile", SMILE_CUT_IN_HALF);
    metadata.put("nul", "a\0b");
    metadata.put("long string", "é".repeat(40_000));
    metadata.put("uuid", UUID.fromString("00000000-0000-0001-8000-000000000000"));
    metadata.put("integer", 42);
    metadata.put("long of the same value", 42L);
    metadata.put("float of the same value", 42f);
    metadata.put("double of the same value", 42d);
    metadata.put("long", (1L << 53) + 1);
    metadata.put("negative zero", -0.0);
    metadata.put("denormal", Float.MIN_VALUE);
    metadata.put("not a number", Double.NaN);
    metadata.put("infinite", Float.NEGATIVE_INFINITY);
    metadata.put("schlüssel \ud83d\ude00", 1);
    return metadata;
  }

  @Test
  void everyBitAndTypeComesBackAlsoFromDisk(@TempDir Path directory) {
    TextSegment whole = segment("text".repeat(30_000) + SMILE_CUT_IN_HALF, everyType());
    var vector = vector(-0f, Float.MIN_VALUE, 1e-3f, 12345.678f);
    try (var store = QuiverEmbeddingStore.builder().directory(directory).build()) {
      store.addAll(List.of("a"), List.of(vector), List.of(whole));
      assertWhole(store, vector.vector(), whole);
    }
    try (var store = QuiverEmbeddingStore.builder().directory(directory).build()) {
      assertWhole(store, vector.vector(), whole);
    }
  }

  private static void assertWhole(QuiverEmbeddingStore store, float[] vector, TextSegment whole) {
    for (var match :
        List.of(
            store.search(near(vector(1, 1, 1, 1), 1)).matches().getFirst(),
            store.getAll(List.of("a")).getFirst())) {
      // equals of float arrays tells 0.0 from -0.0
      assertThat(match.embedding().vector()).isEqualTo(vector);
      assertThat(match.embedded().text()).isEqualTo(whole.text());
      assertThat(match.embedded().metadata().toMap()).isEqualTo(everyType());
    }
    assertThat(store.count(metadataKey("long string").isEqualTo("é".repeat(40_000)))).isEqualTo(1);
    assertThat(store.count(metadataKey("half a smile").isEqualTo("?"))).isZero();
  }

  @Test
  void changedResultsChangeNoLaterAnswer() {
    try (var store = QuiverEmbeddingStore.builder().build()) {
      var given = vector(1, 0, 0);
      TextSegment segment = segment("text", Map.of("k", 1));
      store.addAll(List.of("a"), List.of(given), List.of(segment));
      given.vector()[0] = 7;
      segment.metadata().put("k", 2);
      for (int round = 0; round < 2; round++) {
        for (var match :
            List.of(
                store.search(near(X, 1)).matches().getFirst(),
                store.getAll(List.of("a")).getFirst())) {
          assertThat(match.embedding()).isEqualTo(X);
          assertThat(match.embedded()).isEqualTo(segment("text", Map.of("k", 1)));
          match.embedding().vector()[0] = 9;
          match.embedded().metadata().put("k", 3);
        }
      }
    }
  }
}
