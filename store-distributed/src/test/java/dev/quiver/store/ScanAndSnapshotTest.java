package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static dev.quiver.store.TestVectors.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches records lost, doubled or out of order where all of them are read, copied or reopened. */
@Timeout(180)
final class ScanAndSnapshotTest {
  private static final int RECORDS = 1_700;

  @TempDir private Path directory;

  private static List<String> fill(QuiverEmbeddingStore store) {
    List<String> ids = IntStream.range(0, RECORDS).mapToObj(i -> "id-" + i).toList();
    store.addAll(
        ids,
        IntStream.range(0, RECORDS).mapToObj(i -> vector(1, i, -i)).toList(),
        IntStream.range(0, RECORDS)
            .mapToObj(i -> segment("text " + i, Map.of("even", i % 2 == 0 ? 1 : 0)))
            .toList());
    return ids.stream().sorted().toList();
  }

  @Test
  void scanIsOrderedByIdPageAfterPage() {
    try (var store = TestStores.on(directory, 2, 3, 1).build()) {
      List<String> sorted = fill(store);
      try (var all = store.scan(null)) {
        var matches = all.toList();
        assertThat(ids(matches)).isEqualTo(sorted);
        assertThat(matches).allMatch(match -> match.score() == 1.0);
      }
      try (var even = store.scan(metadataKey("even").isEqualTo(1))) {
        assertThat(even).hasSize(RECORDS / 2);
      }
      try (var some = store.scan(null)) {
        assertThat(some.limit(7).map(match -> match.embeddingId())).isEqualTo(sorted.subList(0, 7));
      }
      var found = store.getAll(List.of("id-7", "id-3", "id-7", "no such id"));
      assertThat(ids(found)).containsExactly("id-3", "id-7");
      assertThat(found).allMatch(match -> match.score() == 1.0);
      assertThat(store.getAll(List.of("id-3", "id-4"), metadataKey("even").isEqualTo(1)))
          .extracting("embeddingId")
          .containsExactly("id-4");
    }
  }

  @Test
  void restartAndCompactionKeepEverything() {
    List<String> sorted;
    try (var store = TestStores.on(directory, 2, 3, 2).build()) {
      sorted = fill(store);
      store.removeAll(metadataKey("even").isEqualTo(0));
      store.admin().compact();
      store.addAll(List.of("id-1"), List.of(X), null);
    }
    try (var store = TestStores.on(directory, 2, 3, 2).preload(true).build()) {
      try (var all = store.scan(null)) {
        assertThat(ids(all.toList()))
            .isEqualTo(
                sorted.stream()
                    .filter(id -> id.equals("id-1") || Integer.parseInt(id.substring(3)) % 2 == 0)
                    .toList());
      }
      assertThat(store.getAll(List.of("id-1")).getFirst().embedded()).isNull();
      assertThat(store.count()).isEqualTo(RECORDS / 2 + 1);
    }
  }

  @Test
  void snapshotRestoresRecordsAndSettingsInANewIncarnation() {
    Path snapshot = directory.resolve("snapshot");
    Path copy = directory.resolve("copy");
    SessionToken old;
    List<String> sorted;
    try (var store =
        TestStores.on(directory.resolve("first"), 2, 3, 2).metric(Metric.EUCLIDEAN).build()) {
      sorted = fill(store);
      store.admin().snapshot(snapshot);
      store.removeAll();
      old = store.session();
      assertThatThrownBy(() -> store.admin().snapshot(snapshot))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("snapshot directory must be empty or new, but was " + snapshot);
    }
    QuiverEmbeddingStore.restore(snapshot, copy);
    try (var store = QuiverEmbeddingStore.builder().directory(copy).build()) {
      try (var all = store.scan(null)) {
        assertThat(ids(all.toList())).isEqualTo(sorted);
      }
      assertThat(store.admin().status().shards()).hasSize(3);
      assertThat(store.search(near(vector(1, 5, -5), 1)).matches().getFirst().embeddingId())
          .isEqualTo("id-5");
      var session =
          SearchOptions.defaults().withConsistency(Consistency.session()).withSession(old);
      assertThatThrownBy(() -> store.search(near(X, 1), session))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("session must be one of collection default in incarnation ");
    }
    assertThatThrownBy(() -> QuiverEmbeddingStore.restore(snapshot, copy))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("directory must be empty or new, but was " + copy);
    assertThatThrownBy(() -> QuiverEmbeddingStore.restore(copy, directory.resolve("more")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("snapshot must be a directory written by admin().snapshot(), but was " + copy);
  }
}
