package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.segment;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Catches answers that depend on how many shards a collection has. */
@Timeout(180)
final class SameRankingTest {
  private static final int RECORDS = 1_500;
  private static final int WALKED = 20_000;
  private static final int WALKED_SEARCHES = 40;
  private static final double ALIKE = 0.95;
  private static final int WORDS = 300;
  private static final int SEARCHES = 60;
  private static final int DIMENSION = 6;
  private static final List<SearchMode> MODES = List.copyOf(EnumSet.allOf(SearchMode.class));

  private final long seed = Seed.next();
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void manyShardsRankAsOne() {
    try (var one = QuiverEmbeddingStore.builder().shards(1).build();
        var three = QuiverEmbeddingStore.builder().nodes(2).shards(3).build();
        var seven = QuiverEmbeddingStore.builder().nodes(3).shards(7).replicas(2).build()) {
      List<QuiverEmbeddingStore> stores = List.of(one, three, seven);
      fill(stores, RECORDS);
      stores.forEach(store -> store.admin().compact());
      for (int i = 0; i < SEARCHES; i++) {
        SearchMode mode = MODES.get(i % MODES.size());
        Double lambda = i % 5 == 0 ? random.nextDouble() : null;
        var options = SearchOptions.defaults().withMode(mode).withMmrLambda(lambda);
        EmbeddingSearchRequest request = request();
        var expected = one.search(request, options).matches();
        for (QuiverEmbeddingStore store : stores) {
          assertThat(store.search(request, options).matches())
              .as("seed %s, search %s, %s, %s", seed, i, options, request.query())
              .isEqualTo(expected);
        }
      }
    }
  }

  /**
   * Ranks by words are exact in any number of shards. Those by vector are as alike as what walks
   * find: each may miss one record in twenty, and what one list of a fused ranking misses, the
   * other one may still have.
   */
  @Test
  void manyShardsRankAsOneWhereGraphsAreWalked() {
    try (var one = QuiverEmbeddingStore.builder().shards(1).build();
        var six = QuiverEmbeddingStore.builder().shards(6).build()) {
      fill(List.of(one, six), WALKED);
      List.of(one, six).forEach(store -> store.admin().compact());
      for (SearchMode mode : MODES) {
        int same = 0;
        int found = 0;
        for (int i = 0; i < WALKED_SEARCHES; i++) {
          EmbeddingSearchRequest request = request();
          var options = SearchOptions.defaults().withMode(mode);
          var expected = one.search(request, options).matches();
          var matches = six.search(request, options).matches();
          assertThat(matches).as("seed %s, search %s, %s", seed, i, mode).hasSameSizeAs(expected);
          if (mode == SearchMode.TEXT) {
            assertThat(matches).as("seed %s, search %s", seed, i).isEqualTo(expected);
          }
          Set<String> ids = expected.stream().map(EmbeddingMatch::embeddingId).collect(toSet());
          found += matches.size();
          same += (int) matches.stream().filter(match -> ids.contains(match.embeddingId())).count();
        }
        System.out.printf(Locale.ROOT, "%s: %d of %d alike%n", mode, same, found);
        assertThat((double) same / found).as("%s, seed %s", mode, seed).isGreaterThan(ALIKE);
      }
    }
  }

  private void fill(List<QuiverEmbeddingStore> stores, int records) {
    var ids = new ArrayList<String>();
    var vectors = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int i = 0; i < records; i++) {
      ids.add("id-" + i);
      vectors.add(TestVectors.random(random, DIMENSION));
      segments.add(i % 10 == 9 ? null : segment(text(1 + random.nextInt(30)), Map.of("n", i % 4)));
    }
    List<String> gone = ids.stream().filter(id -> random.nextInt(4) == 0).toList();
    for (QuiverEmbeddingStore store : stores) {
      store.addAll(ids, vectors, segments);
      store.removeAll(gone);
    }
  }

  /** A few words are in every other text, most in hardly any, as in a language. */
  private String text(int words) {
    var text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      double skewed = Math.pow(random.nextDouble(), 3);
      text.append(i == 0 ? "" : " ").append("w").append((int) (WORDS * skewed));
    }
    return text.toString();
  }

  private EmbeddingSearchRequest request() {
    return EmbeddingSearchRequest.builder()
        .query(text(1 + random.nextInt(6)))
        .queryEmbedding(TestVectors.random(random, DIMENSION))
        .maxResults(1 + random.nextInt(40))
        .minScore(random.nextInt(3) == 0 ? random.nextDouble() / 2 : 0)
        .filter(random.nextInt(3) == 0 ? metadataKey("n").isNotEqualTo(1) : null)
        .build();
  }
}
