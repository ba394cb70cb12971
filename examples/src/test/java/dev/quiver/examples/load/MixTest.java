package dev.quiver.examples.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Catches: hot queries that are not as hot as said, and others that a cache could know. */
class MixTest {
  private final SplittableRandom random = new SplittableRandom(5);

  private static List<EmbeddingSearchRequest> queries(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Embedding.from(new float[] {i + 1, 1, -1}))
        .map(vector -> EmbeddingSearchRequest.builder().queryEmbedding(vector).build())
        .toList();
  }

  @Test
  void fourOfFiveSearchesAreHotAndTheOthersAreNew() {
    List<EmbeddingSearchRequest> queries = queries(100);
    Set<Embedding> known = new HashSet<>();
    queries.forEach(query -> known.add(query.queryEmbedding()));

    int hot = 0;
    for (int i = 0; i < 10_000; i++) {
      EmbeddingSearchRequest asked = Mix.HOT.next(random, queries);
      if (queries.subList(0, 5).contains(asked)) {
        hot++;
      } else {
        assertThat(known.add(asked.queryEmbedding())).as("asked before: %s", asked).isTrue();
      }
    }
    assertThat(hot).isBetween(7_850, 8_150);
  }

  @Test
  void thereMayBeFewerQueriesThanHotOnes() {
    List<EmbeddingSearchRequest> queries = queries(3);
    var asked = new HashSet<EmbeddingSearchRequest>();
    IntStream.range(0, 1_000).forEach(i -> asked.add(Mix.UNIFORM.next(random, queries)));
    assertThat(asked).containsExactlyInAnyOrderElementsOf(queries);
    assertThat(Mix.HOT.next(random, queries)).isNotNull();
  }
}
