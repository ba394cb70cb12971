package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.Filter.not;
import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.X;
import static dev.quiver.store.TestVectors.Y;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Catches searches that ask too many shards or too few, and filters that fix no tenant. */
@Timeout(180)
final class PartitionTest {
  private static final int SHARDS = 8;
  private static final Filter ACME = metadataKey("tenant").isEqualTo("acme");
  private static final Filter RED = metadataKey("colour").isEqualTo("red");

  private static QuiverEmbeddingStoreBuilder partitioned() {
    return QuiverEmbeddingStore.builder().shards(SHARDS).partitionKey("tenant");
  }

  private static TextSegment named(Object tenant) {
    return segment("text", Map.of("tenant", tenant, "colour", "red"));
  }

  private static int shardsAsked(QuiverEmbeddingStore store, @Nullable Filter filter) {
    return store.explain(near(X, 3, filter)).shards().size();
  }

  @Test
  void onlyTheShardsOfTheTenantsNamedAreAsked() {
    try (var store = partitioned().build()) {
      store.add(X, named("acme"));
      Filter both = metadataKey("tenant").isIn("acme", "acme");
      Filter many = metadataKey("tenant").isIn("a", "b", "c", "d");
      assertThat(shardsAsked(store, ACME)).isEqualTo(1);
      assertThat(shardsAsked(store, both)).isEqualTo(1);
      assertThat(shardsAsked(store, many)).isBetween(2, 4);
      assertThat(shardsAsked(store, RED.and(ACME))).isEqualTo(1);
      assertThat(shardsAsked(store, RED.and(not(RED).and(ACME)))).isEqualTo(1);
      assertThat(shardsAsked(store, many.and(ACME))).isLessThanOrEqualTo(1);
      assertThat(shardsAsked(store, ACME.or(ACME.and(RED)))).isEqualTo(1);
      assertThat(shardsAsked(store, null)).isEqualTo(SHARDS);
      assertThat(shardsAsked(store, RED)).isEqualTo(SHARDS);
      assertThat(shardsAsked(store, ACME.or(RED))).isEqualTo(SHARDS);
      assertThat(shardsAsked(store, not(ACME))).isEqualTo(SHARDS);
      assertThat(shardsAsked(store, metadataKey("tenant").isNotEqualTo("acme"))).isEqualTo(SHARDS);
      assertThat(shardsAsked(store, metadataKey("tenant").isGreaterThan("a"))).isEqualTo(SHARDS);
    }
  }

  @Test
  void idNamesOneRecordInEveryPartition() {
    try (var store = partitioned().build()) {
      List<Object> names = List.of("acme", "1", 1, 2.5, new UUID(1, 2), "\ud83d", "\ud83e", "?");
      for (Object name : names) {
        store.addAll(List.of("a", "b"), List.of(X, Y), List.of(named(name), named(name)));
        store.addAll(List.of("a"), List.of(Y), List.of(named(name)));
      }
      store.addAll(List.of("a"), List.of(Y), List.of(named(1L)));
      assertThat(store.count()).isEqualTo(2L * names.size());
      assertThat(store.getAll(List.of("a"))).hasSize(names.size());
      assertThat(ids(store.getAll(List.of("a", "b"), ACME))).containsExactly("a", "b");
      store.removeAll(List.of("a"), ACME);
      assertThat(ids(store.getAll(List.of("a", "b"), ACME))).containsExactly("b");
      assertThat(store.getAll(List.of("a"))).hasSize(names.size() - 1);
      store.remove("a");
      assertThat(store.getAll(List.of("a"))).isEmpty();
      assertThat(store.count()).isEqualTo(names.size());
    }
  }

  @Test
  void recordWithoutTheKeyIsRefusedWithItsWholeCall() {
    try (var store = partitioned().build()) {
      assertThatThrownBy(
              () ->
                  store.addAll(
                      List.of("a", "b"),
                      List.of(X, Y),
                      List.of(named("acme"), segment("text", Map.of("colour", "red")))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("metadata of \"b\" must have the partition key \"tenant\", but has [colour]");
      assertThatThrownBy(() -> store.add("a", X))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("metadata of \"a\" must have the partition key \"tenant\", but has []");
      assertThat(store.count()).isZero();
    }
  }

  @Test
  void rangesSplitTheTenantsByName() {
    try (var store =
        QuiverEmbeddingStore.builder()
            .partitionKey("tenant")
            .sharding(Sharding.range("h", "p"))
            .build()) {
      store.addAll(
          List.of("a", "b", "c", "d"),
          List.of(X, X, X, X),
          List.of(named("acme"), named("initech"), named("zorg"), named(5)));
      assertThat(shardOf(store, "acme")).isZero();
      assertThat(shardOf(store, "initech")).isEqualTo(1);
      assertThat(shardOf(store, "zorg")).isEqualTo(2);
      assertThat(shardOf(store, 5)).isZero();
    }
  }

  private static int shardOf(QuiverEmbeddingStore store, Object tenant) {
    var filter = new IsEqualTo("tenant", tenant);
    assertThat(store.count(filter)).isEqualTo(1);
    var shards = store.explain(near(X, 1, filter)).shards();
    assertThat(shards).hasSize(1);
    return shards.getFirst().shard();
  }

  @Test
  void callsThatFixNoTenantAreRefused() {
    try (var store = partitioned().requireFilterOn("tenant").build()) {
      store.addAll(List.of("a"), List.of(X), List.of(named("acme")));
      for (Filter loose :
          List.of(
              RED, not(ACME), ACME.or(RED), metadataKey("tenant").isNotIn("b"), not(not(ACME)))) {
        refused(store, "search", "was " + loose, s -> s.search(near(X, 1, loose)));
        refused(store, "search", "was " + loose, s -> s.explain(near(X, 1, loose)));
        refused(store, "count", "was " + loose, s -> s.count(loose));
        refused(store, "scan", "was " + loose, s -> s.scan(loose).close());
        refused(store, "removeAll", "was " + loose, s -> s.removeAll(loose));
        refused(store, "removeAll", "was " + loose, s -> s.removeAll(List.of("a"), loose));
        refused(store, "getAll", "was " + loose, s -> s.getAll(List.of("a"), loose));
      }
      refused(store, "search", "there was none", s -> s.search(near(X, 1)));
      refused(store, "count", "there was none", QuiverEmbeddingStore::count);
      refused(store, "scan", "there was none", s -> s.scan(null).close());
      refused(store, "getAll", "there was none", s -> s.getAll(List.of("a")));
      refused(store, "removeAll", "there was none", s -> s.removeAll(List.of("a")));
      refused(store, "removeAll", "there was none", s -> s.remove("a"));
      refused(store, "removeAll", "there was none", QuiverEmbeddingStore::removeAll);
      for (Filter fixing : List.of(ACME, RED.and(ACME), ACME.or(ACME.and(RED)))) {
        assertThat(store.count(fixing)).isEqualTo(1);
        assertThat(store.search(near(X, 1, fixing)).matches()).hasSize(1);
      }
    }
  }

  private static void refused(
      QuiverEmbeddingStore store, String call, String found, Consumer<QuiverEmbeddingStore> bad) {
    assertThatThrownBy(() -> bad.accept(store))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "filter of " + call + " must fix \"tenant\" by IsEqualTo or IsIn, but " + found);
  }
}
