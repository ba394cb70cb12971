package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.store.internal.cluster.ClusterInspection;
import dev.quiver.store.internal.cluster.ClusterLocation;
import dev.quiver.store.internal.cluster.ClusterOptions;
import dev.quiver.store.internal.cluster.CollectionHandle;
import dev.quiver.store.internal.cluster.CollectionRequest;
import dev.quiver.store.internal.cluster.Serving;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.search.CollectionQuery;
import dev.quiver.store.internal.search.Diversity;
import dev.quiver.store.internal.search.RankOrder;
import dev.quiver.store.internal.search.ReadTerms;
import dev.quiver.store.internal.search.SearchOutcome;
import dev.quiver.store.internal.shard.Freshness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Catches queries that are answered differently in the company of others of every kind. */
@Timeout(120)
class MixedBatchTest {
  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final int DIMENSION = 6;
  private static final int RECORDS = 1_500; // all are looked at, so that answers are exact
  private static final int WORDS = 120;
  private static final int TENANTS = 12;
  private static final int QUERIES = 120;

  @RegisterExtension final ClusterInspection inspection = new ClusterInspection();
  @TempDir private Path directory;
  private final long seed = Seed.next();
  private final SplittableRandom random = new SplittableRandom(seed);

  private CollectionHandle filled(int shards) {
    var options = new ClusterOptions(3, false, null, null, Duration.ofSeconds(1), false, null);
    var request =
        new CollectionRequest(
            "default", DIMENSION, null, shards, null, List.of(), null, 1, "tenant", null, null,
            null);
    CollectionHandle handle =
        CollectionHandle.open(
            ClusterLocation.below(inspection.watch(directory)),
            options,
            request,
            new Serving(RoutingPolicy.leastLoaded(), Meters.NONE));
    var settings =
        new StoreSettings(Consistency.strong(), SearchMode.VECTOR, WAIT, WAIT, false, null);
    var store = inspection.closeAfter(new QuiverEmbeddingStore(handle, settings, null));
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int i = 0; i < RECORDS; i++) {
      ids.add("id-" + i);
      embeddings.add(TestVectors.random(random, DIMENSION));
      segments.add(
          TestVectors.segment(
              text(1 + random.nextInt(12)), Map.of("tenant", tenant(), "n", random.nextInt(4))));
    }
    store.addAll(ids, embeddings, segments);
    return handle;
  }

  private String tenant() {
    return "tenant-" + random.nextInt(TENANTS);
  }

  private String text(int words) {
    var text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append("w").append((int) (WORDS * Math.pow(random.nextDouble(), 2))).append(" ");
    }
    return text.toString();
  }

  private CollectionQuery query() {
    var byVector = new RankOrder.ByVector(TestVectors.random(random, DIMENSION).vector(), 0.95);
    var byText = new RankOrder.ByText(random.nextInt(5) == 0 ? "nobody" : text(3));
    RankOrder order =
        switch (random.nextInt(3)) {
          case 0 -> byVector;
          case 1 -> byText;
          default -> new RankOrder.ByBoth(byVector, byText);
        };
    return new CollectionQuery(
        order,
        1 + random.nextInt(20),
        random.nextInt(3) == 0 ? random.nextDouble() / 2 : 0,
        Filters.translateOrNull(filter()),
        random.nextInt(4) == 0 ? new Diversity(random.nextDouble(), Similarity.COSINE) : null);
  }

  private @Nullable Filter filter() {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> metadataKey("n").isNotEqualTo(1);
      case 2 -> metadataKey("tenant").isIn(tenant(), tenant());
      default -> metadataKey("tenant").isEqualTo(tenant());
    };
  }

  private List<SearchOutcome> answersAsAlone(CollectionHandle handle, boolean allowPartial) {
    List<CollectionQuery> queries = Stream.generate(this::query).limit(QUERIES).toList();
    var together = handle.searches().searchAll(queries, terms(allowPartial));
    assertThat(together).hasSameSizeAs(queries);
    for (int i = 0; i < queries.size(); i++) {
      SearchOutcome alone = handle.searches().search(queries.get(i), terms(allowPartial));
      SearchOutcome beside = together.get(i);
      String which = "query " + i + ", " + queries.get(i);
      assertThat(beside.hits()).as(which).isEqualTo(alone.hits());
      assertThat(beside.positions()).as(which).isEqualTo(alone.positions());
      assertThat(beside.coverage()).as(which).isEqualTo(alone.coverage());
      assertThat(beside.parts())
          .as(which)
          .usingRecursiveFieldByFieldElementComparatorOnFields("shard", "node", "candidates")
          .isEqualTo(alone.parts());
    }
    return together;
  }

  private static ReadTerms terms(boolean allowPartial) {
    return new ReadTerms(new Freshness.Strong(), Deadline.after(WAIT), allowPartial);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void onAllShards(int shards) {
    assertThat(answersAsAlone(filled(shards), false))
        .anyMatch(outcome -> outcome.hits().isEmpty())
        .anyMatch(outcome -> !outcome.hits().isEmpty());
  }

  /** What a query misses are its own shards, not those of its neighbours. */
  @Test
  void onThoseThatAreLeft() {
    CollectionHandle handle = filled(8);
    handle.stopNode("node-1");
    assertThat(answersAsAlone(handle, true))
        .anyMatch(outcome -> outcome.coverage() == 0)
        .anyMatch(outcome -> outcome.coverage() > 0 && outcome.coverage() < 1)
        .anyMatch(outcome -> outcome.coverage() == 1);
  }
}
