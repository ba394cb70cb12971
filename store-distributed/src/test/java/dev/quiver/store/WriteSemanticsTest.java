package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.Z;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches records that double, linger after removal, or keep a part of what they replaced. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class WriteSemanticsTest {
  private QuiverEmbeddingStore store;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  WriteSemanticsTest() {}

  @BeforeAll
  void open(@TempDir Path directory) {
    store = TestStores.FOUR_SHARDS_TWICE.over(directory).build();
  }

  @AfterAll
  void close() {
    store.close();
  }

  @BeforeEach
  void clear() {
    store.removeAll();
  }

  @Test
  void sameIdReplacesVectorTextAndMetadata() {
    store.addAll(List.of("a"), List.of(X), List.of(segment("old", Map.of("k", 1, "gone", 2))));
    store.addAll(List.of("a"), List.of(Y), List.of(segment("new", Map.of("k", 3))));
    assertThat(store.count()).isEqualTo(1);
    var match = store.search(near(Y, 5)).matches().getFirst();
    assertThat(match.embedding()).isEqualTo(Y);
    assertThat(match.embedded()).isEqualTo(segment("new", Map.of("k", 3)));
    assertThat(store.count(metadataKey("gone").isEqualTo(2))).isZero();
    store.add("a", Z);
    assertThat(store.getAll(List.of("a")).getFirst().embedded()).isNull();
    assertThat(store.count(metadataKey("k").isEqualTo(3))).isZero();
  }

  @Test
  void lastOfEqualIdsInOneCallWins() {
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 2_500; i++) {
        ids.add("id-" + i);
        embeddings.add(vector(1, i, round));
      }
    }
    store.addAll(ids, embeddings, null);
    assertThat(store.count()).isEqualTo(2_500);
    try (var all = store.scan(null)) {
      assertThat(all).allMatch(match -> match.embedding().vector()[2] == 2);
    }
  }

  @Test
  void segmentsMayBeNullOneByOneOrAltogether() {
    List<TextSegment> segments = Arrays.asList(null, segment("b", Map.of("k", "v")), null);
    store.addAll(List.of("a", "b", "c"), List.of(X, Y, Z), segments);
    store.addAll(List.of("d"), List.of(X), null);
    var found = store.getAll(List.of("a", "b", "c", "d"));
    assertThat(ids(found)).containsExactly("a", "b", "c", "d");
    assertThat(found.get(0).embedded()).isNull();
    assertThat(found.get(1).embedded()).isEqualTo(segments.get(1));
    assertThat(found.get(3).embedded()).isNull();
  }

  @Test
  void removalsTakeWhatTheyNameAndNothingElse() {
    store.addAll(
        List.of("a", "b", "c", "d"),
        List.of(X, Y, Z, X),
        List.of(kind("x"), kind("y"), kind("x"), kind("y")));
    store.remove("a");
    store.remove("never stored");
    store.removeAll(List.of("b", "b", "never stored"));
    assertThat(ids(store.search(near(X, 9)).matches())).containsExactly("d", "c");
    store.removeAll(List.of("c", "d"), metadataKey("kind").isEqualTo("y"));
    assertThat(ids(store.getAll(List.of("c", "d")))).containsExactly("c");
    store.removeAll(metadataKey("kind").isEqualTo("z"));
    assertThat(store.count()).isEqualTo(1);
    store.removeAll(metadataKey("kind").isEqualTo("x"));
    assertThat(store.count()).isZero();
  }

  @Test
  void removingAndAddingNothingDoesNothing() {
    store.add("a", X);
    store.removeAll(List.of());
    store.removeAll((Collection<String>) null);
    store.addAll(List.of());
    store.addAll(List.of(), List.of(), null);
    store.addAll(null, null, null);
    assertThat(store.count()).isEqualTo(1);
    store.removeAll();
    store.removeAll();
    assertThat(store.count()).isZero();
    assertThat(store.search(near(X, 1)).matches()).isEmpty();
  }

  @Test
  void recordAddedAgainAfterItsRemovalIsThere() {
    for (int round = 0; round < 5; round++) {
      store.add("a", X);
      assertThat(store.count()).isEqualTo(1);
      store.remove("a");
      assertThat(store.count()).isZero();
    }
    store.add("a", Y);
    assertThat(store.search(near(Y, 1)).matches().getFirst().score()).isEqualTo(1.0);
  }

  @Test
  void argumentsMayBeUsedAgainAfterTheCall() {
    var array = new float[] {1, 0, 0};
    var ids = new ArrayList<>(List.of("a"));
    var embeddings = new ArrayList<>(List.of(vector(array)));
    var added = store.addAllAsync(ids, embeddings, null);
    array[0] = 0;
    array[1] = 1;
    ids.set(0, "b");
    embeddings.clear();
    added.join();
    assertThat(ids(store.search(near(X, 5, null)).matches())).containsExactly("a");
    assertThat(store.getAll(List.of("a")).getFirst().embedding()).isEqualTo(X);
  }

  private static TextSegment kind(String kind) {
    return segment("text", Map.of("kind", kind));
  }
}
