package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Catches what LangChain4j's own suites of adding, searching and filtering find where vectors and
 * words are searched. They expect scores of vectors; those of ranks are tested elsewhere.
 */
final class HybridFilteringIT {

  abstract static class Suite extends FilteringSuite {
    Suite(TestStores shape) {
      super(shape, SearchMode.HYBRID);
    }

    @Override
    protected void assertScore(EmbeddingMatch<TextSegment> match, double expectedScore) {
      assertThat(match.score()).isBetween(61.0 / 2 / (60 + 1000), 1.0);
    }

    /**
     * LangChain4j's steps its minScore by 0.01 around a score, which is more than lies between the
     * first two ranks of a list; this one steps by less.
     */
    @Test
    @Override
    protected void should_find_with_min_score() {
      Embedding hello = embeddingModel().embed("hello").content();
      String first = embeddingStore().add(hello);
      String second = embeddingStore().add(embeddingModel().embed("hi").content());
      assertThat(ids(hello, 0)).containsExactly(first, second);
      double score = matches(hello, 0).getLast().score();
      assertThat(ids(hello, score - 0.001)).containsExactly(first, second);
      assertThat(ids(hello, score)).containsExactly(first, second);
      assertThat(ids(hello, score + 0.001)).containsExactly(first);
    }

    private List<String> ids(Embedding near, double minScore) {
      return TestVectors.ids(matches(near, minScore));
    }

    private List<EmbeddingMatch<TextSegment>> matches(Embedding near, double minScore) {
      var request =
          EmbeddingSearchRequest.builder()
              .queryEmbedding(near)
              .query("hello")
              .maxResults(10)
              .minScore(minScore)
              .build();
      return embeddingStore().search(request).matches();
    }
  }

  @Nested
  final class OneShard extends Suite {
    OneShard() {
      super(TestStores.ONE_SHARD);
    }
  }

  @Nested
  final class TwoChoices extends Suite {
    TwoChoices() {
      super(TestStores.TWO_CHOICES);
    }
  }
}
