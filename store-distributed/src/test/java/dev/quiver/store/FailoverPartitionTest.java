package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.handoff.HandoffDirectory;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import dev.quiver.store.internal.wire.CommandCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches: a record of one tenant that is lost, or taken along, for one of another with its id. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverPartitionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Embedding EAST = Embedding.from(new float[] {1, 0});
  private static final Embedding NORTH = Embedding.from(new float[] {0, 1});
  private static final Filter ACME = metadataKey("tenant").isEqualTo("acme");
  private static final Filter ZORG = metadataKey("tenant").isEqualTo("zorg");

  private final QuiverEmbeddingStore westRows = parted();
  private final QuiverEmbeddingStore eastRows = parted();
  private final QuiverEmbeddingStore plainRows =
      QuiverEmbeddingStore.builder().dimension(2).build();

  private static QuiverEmbeddingStore parted() {
    return QuiverEmbeddingStore.builder().dimension(2).partitionKey("tenant").build();
  }

  @BeforeEach
  void empty() {
    westRows.removeAll();
    eastRows.removeAll();
  }

  @AfterAll
  void close() {
    westRows.close();
    eastRows.close();
    plainRows.close();
  }

  private static FailoverEmbeddingStoreBuilder builder(Path directory) {
    return FailoverEmbeddingStore.builder()
        .probeInterval(Duration.ofMillis(20))
        .timeout(PATIENCE)
        .writes(WritePolicy.ALL)
        .handoffDirectory(directory);
  }

  private FailoverEmbeddingStore both(Path directory) {
    return builder(directory).cluster("west", westRows).cluster("east", eastRows).build();
  }

  private static TextSegment of(String tenant) {
    return TextSegment.from("text of " + tenant, Metadata.from("tenant", tenant));
  }

  private static void addToBoth(FailoverEmbeddingStore store, String id) {
    store.addAll(List.of(id, id), List.of(EAST, NORTH), List.of(of("acme"), of("zorg")));
  }

  private static List<String> rows(QuiverEmbeddingStore store) {
    try (Stream<String> all =
        store
            .scan(null)
            .map(m -> m.embedded().metadata().getString("tenant") + " " + m.embeddingId())) {
      return all.sorted().toList();
    }
  }

  private static void awaitLevel(FailoverEmbeddingStore store) {
    Await.noProblem(
        PATIENCE,
        () ->
            store.status().clusters().stream().allMatch(each -> each.queue() == 0)
                ? ""
                : "" + store.status());
  }

  @Test
  void oneIdOfTwoTenantsIsTwoRecordsInEveryCluster(@TempDir Path directory) {
    try (FailoverEmbeddingStore store = both(directory)) {
      addToBoth(store, "a");
      assertThat(rows(westRows)).containsExactly("acme a", "zorg a");
      assertThat(rows(eastRows)).containsExactly("acme a", "zorg a");
    }
  }

  @Test
  void aRemovalReachesTheIdEverywhereOrWhereTheFilterSays(@TempDir Path directory) {
    try (FailoverEmbeddingStore store = both(directory)) {
      addToBoth(store, "a");
      addToBoth(store, "b");
      store.removeAll(List.of("a"), ACME);
      assertThat(rows(westRows)).containsExactly("acme b", "zorg a", "zorg b");
      store.removeAll(List.of("b"));
      assertThat(rows(westRows)).containsExactly("zorg a");
      assertThat(rows(eastRows)).containsExactly("zorg a");
    }
  }

  @Test
  void aQueueHoldsOneIdOfTwoTenantsAcrossARestart(@TempDir Path directory) {
    var east = new FaultyStore(eastRows);
    east.suffer(FaultyStore.DOWN);
    var builder =
        builder(directory).cluster("west", westRows).cluster("east", east).partitionKey("tenant");
    try (FailoverEmbeddingStore store = builder.build()) {
      addToBoth(store, "a");
      addToBoth(store, "b");
      store.addAll(List.of("a"), List.of(NORTH), List.of(of("acme")));
      store.removeAll(List.of("b"));
      store.addAll(List.of("b"), List.of(EAST), List.of(of("zorg")));
      assertThat(rows(eastRows)).isEmpty();
      assertThat(store.status().clusters().getLast().queue()).isEqualTo(5);
    }
    east.suffer(FaultyStore.NONE);
    try (FailoverEmbeddingStore store = builder.build()) {
      awaitLevel(store);
      assertThat(rows(eastRows))
          .containsExactly("acme a", "zorg a", "zorg b")
          .isEqualTo(rows(westRows));
      assertThat(eastRows.getAll(List.of("a"), ACME).getFirst().embedding()).isEqualTo(NORTH);
      assertThat(eastRows.getAll(List.of("a"), ZORG).getFirst().embedding()).isEqualTo(NORTH);
    }
  }

  /** Queues of the first format named a record by its id alone; its metadata know the rest. */
  @Test
  void aQueueFromBeforePartitionsWereNamedIsReplayedExactly(@TempDir Path directory)
      throws IOException {
    try (var handoff = HandoffDirectory.open(directory, List.of("west", "east"), 1 << 20)) {
      for (String tenant : List.of("acme", "zorg")) {
        var old =
            StoredRecord.with(
                RecordKey.of("a"), new float[] {1, 0}, "text", Map.of("tenant", Value.of(tenant)));
        byte[] payload = CommandCodec.encode(new Command.Put(List.of(old)));
        handoff.queue("east").reserve(payload.length).append(payload, 1);
      }
    }
    try (FailoverEmbeddingStore store = both(directory)) {
      awaitLevel(store);
      assertThat(rows(eastRows)).containsExactly("acme a", "zorg a");
    }
  }

  @Test
  void aRecordWithoutAPartitionGoesNowhere(@TempDir Path directory) {
    try (FailoverEmbeddingStore store = both(directory)) {
      assertThatThrownBy(
              () ->
                  store.addAll(
                      List.of("a", "b"),
                      List.of(EAST, EAST),
                      List.of(of("acme"), TextSegment.from("text"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("metadata of \"b\" must have the partition key \"tenant\", but has []");
      assertThat(rows(westRows)).isEmpty();
    }
  }

  @Test
  void clustersThatKnowOneRecordByDifferentNamesAreRefused(@TempDir Path directory) {
    var plain = new PlainEmbeddingStore();
    assertRefused(
        builder(directory).cluster("west", westRows).cluster("east", plainRows),
        "cluster west has \"tenant\" and cluster east has none");
    assertRefused(
        builder(directory).cluster("west", westRows).cluster("east", plain),
        "cluster west has \"tenant\" and cluster east has none");
    assertRefused(
        builder(directory).cluster("west", plain).cluster("east", westRows),
        "cluster west has none and cluster east has \"tenant\"");
    assertRefused(
        builder(directory).cluster("west", westRows).partitionKey("user"),
        "the builder has \"user\" and cluster west has \"tenant\"");
    CachedEmbeddingStore cached =
        CachedEmbeddingStore.of(westRows, CacheOptions.inMemory(1 << 20, Duration.ofHours(1)));
    assertRefused(
        builder(directory).cluster("west", cached).cluster("east", plainRows),
        "cluster west has \"tenant\" and cluster east has none");
    cached.close();
  }

  private static void assertRefused(FailoverEmbeddingStoreBuilder builder, String why) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("clusters must have one partitionKey, but " + why);
  }

  @Test
  void aStoreOpenedLaterWithAnotherKeyIsNotWritten(@TempDir Path directory) {
    Supplier<QuiverEmbeddingStore> opener = FailoverPartitionTest::parted;
    try (FailoverEmbeddingStore store =
        builder(directory).cluster("west", plainRows).cluster("east", opener).build()) {
      store.addAll(List.of("a"), List.of(EAST), List.of(of("acme")));
      Await.noProblem(
          PATIENCE,
          () ->
              ("" + store.status()).contains("its partitionKey must be none")
                  ? ""
                  : "" + store.status());
      assertThat(store.status().clusters().getLast().queue()).isEqualTo(1);
    }
  }

  @Test
  void aRemovalThatAnotherStoreCannotMakeIsRefused(@TempDir Path directory) {
    try (FailoverEmbeddingStore store =
        builder(directory).cluster("west", new PlainEmbeddingStore()).build()) {
      store.addAll(List.of("a"), List.of(EAST), List.of(of("acme")));
      assertThatThrownBy(() -> store.removeAll(List.of("a"), ACME))
          .isInstanceOf(UnsupportedFeatureException.class)
          .hasMessageContaining("must be asked of a store of Quiver's");
    }
  }
}
