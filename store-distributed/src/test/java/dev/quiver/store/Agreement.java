package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stores must have in common with a plain one. Where few records match, every answer, bit for
 * bit. Where graphs may be walked, the number found, their scores, order and content each time, and
 * on the whole that they are the nearest.
 */
final class Agreement {
  /** Up to this many candidates a search is exact. */
  private static final int EXACT_CANDIDATES = 2_000;

  /** The target is 0.95; a run asks for a few hundred records only. */
  private static final double LEAST_RECALL = 0.9;

  private final PlainStore plain;
  private final List<StoreUnderTest> stores;
  private int wanted;
  private int right;

  Agreement(PlainStore plain, List<StoreUnderTest> stores) {
    this.plain = plain;
    this.stores = List.copyOf(stores);
  }

  /** Searches and counts on every store, and reads all that match where they are few. */
  void check(float[] query, int limit, double minScore, @Nullable Filter filter) {
    var request =
        EmbeddingSearchRequest.builder()
            .queryEmbedding(Embedding.from(query))
            .maxResults(limit)
            .minScore(minScore)
            .filter(filter)
            .build();
    List<String> ids = plain.ids(filter);
    List<PlainStore.Ranked> ranking = plain.search(query, ids.size(), minScore, filter);
    for (StoreUnderTest store : stores) {
      String search = "search on " + store + " with " + filter;
      List<EmbeddingMatch<TextSegment>> matches = store.get().search(request).matches();
      List<PlainStore.Ranked> found =
          matches.stream().map(m -> new PlainStore.Ranked(m.embeddingId(), m.score())).toList();
      List<PlainStore.Ranked> nearest = ranking.subList(0, Math.min(limit, ranking.size()));
      if (ids.size() <= EXACT_CANDIDATES) {
        assertThat(found).as(search).containsExactlyElementsOf(nearest);
      } else {
        assertWalked(search, found, nearest, ranking);
      }
      matches.forEach(this::assertSame);
      assertThat(filter == null ? store.get().count() : store.get().count(filter))
          .as("count on %s with %s", store, filter)
          .isEqualTo(ids.size());
      if (ids.size() <= EXACT_CANDIDATES) {
        checkScan(store, filter, ids);
      }
    }
  }

  private void assertWalked(
      String search,
      List<PlainStore.Ranked> found,
      List<PlainStore.Ranked> nearest,
      List<PlainStore.Ranked> ranking) {
    var distinct = new HashSet<>(found);
    assertThat(found).as(search).hasSameSizeAs(nearest);
    assertThat(ranking.stream().filter(distinct::contains).toList()).as(search).isEqualTo(found);
    wanted += nearest.size();
    right += (int) nearest.stream().filter(distinct::contains).count();
  }

  /** Reads all that match from every store. */
  void checkScans(@Nullable Filter filter) {
    stores.forEach(store -> checkScan(store, filter, plain.ids(filter)));
  }

  private void checkScan(StoreUnderTest store, @Nullable Filter filter, List<String> ids) {
    try (var scan = store.get().scan(filter)) {
      assertThat(scan.peek(this::assertSame).map(EmbeddingMatch::embeddingId))
          .as("scan on %s with %s", store, filter)
          .containsExactlyElementsOf(ids);
    }
  }

  private void assertSame(EmbeddingMatch<TextSegment> match) {
    PlainStore.Row row = Objects.requireNonNull(plain.rows().get(match.embeddingId()));
    assertThat(match.embedding()).isEqualTo(row.embedding());
    assertThat(match.embedded()).isEqualTo(row.segment());
  }

  /** That enough was asked of graphs to tell, and enough of it found. */
  void checkRecall(int least) {
    assertThat(wanted).as("records wanted of graphs").isGreaterThanOrEqualTo(least);
    assertThat(right)
        .as("of %d nearest", wanted)
        .isGreaterThanOrEqualTo((int) (LEAST_RECALL * wanted));
  }
}
