package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.ids;
import static dev.quiver.store.TestVectors.near;
import static dev.quiver.store.TestVectors.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.comparison.IsEqualTo;
import dev.langchain4j.store.embedding.filter.comparison.IsIn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Catches a tenant that sees, counts, changes or removes what another one has. All tenants use the
 * same few ids and texts; some are named by strings, some by numbers, some by UUIDs.
 */
@Timeout(180)
final class TenantsTest {
  private static final int TENANTS = 100;
  private static final int STEPS = Integer.getInteger("quiver.operations", 400);
  private static final int IDS = 6;
  private static final int SHARDS = 8;

  /** One tenant and what it must have: by id, the number in its metadata. */
  private record Tenant(Object name, Map<String, Integer> records) {
    Filter filter() {
      return new IsEqualTo("tenant", name);
    }
  }

  private final long seed = Seed.next();
  private final SplittableRandom random = new SplittableRandom(seed);
  private final List<Tenant> tenants =
      IntStream.range(0, TENANTS)
          .mapToObj(number -> new Tenant(nameOf(number), new TreeMap<>()))
          .toList();
  private QuiverEmbeddingStore store;

  @SuppressWarnings("NullAway.Init") // opened before each test
  TenantsTest() {}

  private static Object nameOf(int number) {
    return switch (number % 4) {
      case 0 -> "tenant-" + number;
      case 1 -> number;
      case 2 -> new UUID(number, number);
      default -> String.valueOf(number - 2); // spells the number that another tenant is
    };
  }

  @BeforeEach
  void open() {
    store =
        QuiverEmbeddingStore.builder()
            .nodes(2)
            .shards(SHARDS)
            .partitionKey("tenant")
            .requireFilterOn("tenant")
            .build();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void tenantsNeverMeet() {
    for (int step = 0; step < STEPS; step++) {
      Tenant tenant = any();
      change(tenant);
      assertOwn(tenant);
      assertOwn(any());
    }
    tenants.forEach(this::assertOwn);
    assertOnlyHomesAreAsked();
    assertThat(store.admin().status().nodes().stream().mapToLong(NodeStatus::rows).sum())
        .as("seed %d", seed)
        .isEqualTo(tenants.stream().mapToLong(tenant -> tenant.records.size()).sum());
  }

  /**
   * Each tenant lives on one shard, together they live on all, and some are asked where they do.
   */
  private void assertOnlyHomesAreAsked() {
    var homes = new HashMap<Tenant, Integer>();
    for (Tenant tenant : tenants) {
      Set<Integer> asked = shardsAsked(tenant.filter());
      assertThat(asked).as("shards of %s", tenant.name).hasSize(1);
      homes.put(tenant, asked.iterator().next());
    }
    assertThat(Set.copyOf(homes.values())).as("shards of all").hasSize(SHARDS);
    for (int number = 0; number < TENANTS; number++) {
      // every fourth: names of a list are of one kind
      int first = number;
      List<Tenant> some =
          IntStream.rangeClosed(0, number % 3)
              .mapToObj(next -> tenants.get((first + 4 * next) % TENANTS))
              .toList();
      var filter = new IsIn("tenant", some.stream().map(Tenant::name).toList());
      assertThat(shardsAsked(filter))
          .as("shards of %s", filter)
          .containsExactlyInAnyOrderElementsOf(
              some.stream().map(homes::get).collect(Collectors.toSet()));
    }
  }

  private Set<Integer> shardsAsked(Filter filter) {
    return store.explain(near(TestVectors.random(random, 4), 3, filter)).shards().stream()
        .map(SearchReport.ShardAnswer::shard)
        .collect(Collectors.toSet());
  }

  private Tenant any() {
    return tenants.get(random.nextInt(TENANTS));
  }

  private String anyId() {
    return "id-" + random.nextInt(IDS);
  }

  private void change(Tenant tenant) {
    int number = random.nextInt(3);
    String id = anyId();
    switch (random.nextInt(8)) {
      case 0 -> {
        store.removeAll(List.of(id, anyId().concat("?")), tenant.filter());
        tenant.records.remove(id);
      }
      case 1 -> {
        store.removeAll(tenant.filter());
        tenant.records.clear();
      }
      case 2 -> {
        store.removeAll(metadataKey("number").isEqualTo(number).and(tenant.filter()));
        tenant.records.values().removeIf(stored -> stored == number);
      }
      default -> add(tenant, id, number);
    }
  }

  /** In one call with a record of the same id for somebody else. */
  private void add(Tenant tenant, String id, int number) {
    Tenant other = any();
    var ids = new ArrayList<>(List.of(id, id));
    List<Embedding> embeddings =
        List.of(TestVectors.random(random, 4), TestVectors.random(random, 4));
    store.addAll(ids, embeddings, List.of(segmentOf(other, number + 1), segmentOf(tenant, number)));
    other.records.put(id, number + 1);
    tenant.records.put(id, number);
  }

  private static TextSegment segmentOf(Tenant tenant, int number) {
    return segment("the same text", Map.of("tenant", tenant.name, "number", number));
  }

  private void assertOwn(Tenant tenant) {
    var query = near(TestVectors.random(random, 4), TENANTS * IDS, tenant.filter());
    var found = new TreeMap<String, Integer>();
    for (EmbeddingMatch<TextSegment> match : store.search(query).matches()) {
      assertThat(match.embedded().metadata().toMap()).containsEntry("tenant", tenant.name);
      found.put(match.embeddingId(), match.embedded().metadata().getInteger("number"));
    }
    String seeded = "seed " + seed + ", tenant " + tenant.name;
    assertThat(found).as(seeded).isEqualTo(tenant.records);
    assertThat(store.count(tenant.filter())).as(seeded).isEqualTo(tenant.records.size());
    List<String> own = List.copyOf(tenant.records.keySet());
    try (var all = store.scan(tenant.filter())) {
      assertThat(ids(all.toList())).as(seeded).isEqualTo(own);
    }
    List<String> every = IntStream.range(0, IDS).mapToObj(id -> "id-" + id).toList();
    assertThat(ids(store.getAll(every, tenant.filter()))).as(seeded).isEqualTo(own);
  }
}
