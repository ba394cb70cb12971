package dev.quiver.store;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static dev.quiver.store.TestVectors.none;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Catches settings of the retriever that have no effect, and contents without score or id. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class QuiverContentRetrieverTest {
  private final EmbeddingModel model = new HashedTextModel();
  private final QuiverEmbeddingStore store = filled();

  private QuiverEmbeddingStore filled() {
    QuiverEmbeddingStore made = QuiverEmbeddingStore.builder().shards(2).build();
    List<TextSegment> segments =
        List.of(
            TestVectors.segment("the quick brown fox", Map.of("user", "ada")),
            TestVectors.segment("the quick brown fix", Map.of("user", "ada")),
            TestVectors.segment("lorem ipsum dolor", Map.of("user", "bob")),
            TestVectors.segment("a zebra crosses", Map.of("user", "bob")));
    made.addAll(
        List.of("fox", "fix", "lorem", "zebra"), model.embedAll(segments).content(), segments);
    made.add("bare", model.embed("lorem ipsum").content());
    return made;
  }

  @AfterAll
  void close() {
    store.close();
  }

  private QuiverContentRetrieverBuilder retriever() {
    return QuiverContentRetriever.builder().embeddingStore(store).embeddingModel(model);
  }

  private static List<Object> ids(List<Content> contents) {
    return contents.stream()
        .map(content -> content.metadata().get(ContentMetadata.EMBEDDING_ID))
        .toList();
  }

  @Test
  void contentsCarryTextScoreAndId() {
    Content best = retriever().build().retrieve(Query.from("the quick brown fox")).getFirst();
    assertThat(best.textSegment().text()).isEqualTo("the quick brown fox");
    assertThat(best.textSegment().metadata().getString("user")).isEqualTo("ada");
    assertThat(best.metadata().get(ContentMetadata.EMBEDDING_ID)).isEqualTo("fox");
    assertThat((Double) best.metadata().get(ContentMetadata.SCORE)).isCloseTo(1, within(1e-6));
  }

  @Test
  void recordsWithoutTextAreLeftOut() {
    var found = retriever().maxResults(5).build().retrieve(Query.from("the quick brown fox"));
    assertThat(ids(found)).hasSize(4).doesNotContain("bare");
  }

  @Test
  void limitScoreAndFilterMayDependOnTheQuery() {
    var query = Query.from("the quick brown fox");
    assertThat(ids(retriever().maxResults(1).build().retrieve(query))).hasSize(1);
    assertThat(ids(retriever().dynamicMaxResults(q -> q.text().length()).build().retrieve(query)))
        .hasSize(4);
    assertThat(ids(retriever().minScore(0.999).build().retrieve(query))).containsExactly("fox");
    assertThat(ids(retriever().dynamicMinScore(q -> 0.999).build().retrieve(query)))
        .containsExactly("fox");
    var bobs = metadataKey("user").isEqualTo("bob");
    assertThat(ids(retriever().filter(bobs).build().retrieve(query)))
        .containsExactlyInAnyOrder("lorem", "zebra");
    var whose =
        retriever()
            .dynamicFilter(q -> metadataKey("user").isEqualTo((String) q.metadata().chatMemoryId()))
            .build();
    var asked = Query.from("zebra", Metadata.from(UserMessage.from("zebra"), "ada", List.of()));
    assertThat(ids(whose.retrieve(asked))).containsExactlyInAnyOrder("fox", "fix");
  }

  @Test
  void modeAndDiversityAreAskedFor() {
    var query = Query.from("quick zebra");
    var words = QuiverContentRetriever.builder().embeddingStore(store).searchMode(SearchMode.TEXT);
    assertThat(ids(words.build().retrieve(query))).containsExactly("zebra", "fix", "fox");
    assertThat(ids(retriever().searchMode(SearchMode.HYBRID).build().retrieve(query)))
        .contains("zebra");
    var fox = Query.from("the quick brown fox");
    assertThat(ids(words.maxResults(2).build().retrieve(fox))).containsExactly("fox", "fix");
    var diverse = retriever().mmrLambda(0.0).filter(metadataKey("user").isNotEqualTo("x"));
    assertThat(ids(diverse.maxResults(2).build().retrieve(fox)))
        .startsWith("fox")
        .doesNotContain("fix");
  }

  @Test
  void asynchronouslyTheSameIsFound() throws Exception {
    var fox = Query.from("the quick brown fox");
    QuiverContentRetriever words =
        QuiverContentRetriever.builder().embeddingStore(store).searchMode(SearchMode.TEXT).build();
    for (QuiverContentRetriever each : List.of(retriever().build(), words)) {
      assertThat(ids(each.retrieveAsync(fox).get(20, TimeUnit.SECONDS)))
          .isEqualTo(ids(each.retrieve(fox)));
    }
    QuiverContentRetriever failing =
        retriever()
            .dynamicFilter(
                query -> {
                  throw new IllegalStateException("who asks?");
                })
            .build();
    assertThat(failing.retrieveAsync(fox))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingCause()
        .withMessage("who asks?");
  }

  /** Until the model answers there is nothing to search for, and nobody waits for it. */
  @Test
  void noThreadWaitsForWhatIsAsynchronous() throws Exception {
    var answer = new CompletableFuture<EmbeddingResponse>();
    var found = new CompletableFuture<EmbeddingSearchResult<TextSegment>>();
    var slow = new SlowModel(answer);
    var rows = new LaterStore(store, found);
    QuiverContentRetriever retriever =
        QuiverContentRetriever.builder().embeddingStore(rows).embeddingModel(slow).build();
    CompletableFuture<List<Content>> contents = retriever.retrieveAsync(Query.from("x"));
    answer.complete(EmbeddingResponse.builder().embeddings(List.of(TestVectors.X)).build());
    assertThat(contents).isNotDone();
    found.complete(new EmbeddingSearchResult<>(List.of()));
    assertThat(contents).isCompletedWithValue(List.of());

    var never = new CompletableFuture<EmbeddingResponse>();
    var patient =
        QuiverContentRetriever.builder()
            .embeddingStore(rows)
            .embeddingModel(new SlowModel(never))
            .build();
    patient.retrieveAsync(Query.from("x")).cancel(true);
    assertThat(never).isCancelled();
  }

  /** Answers when the test says so. */
  private record SlowModel(CompletableFuture<EmbeddingResponse> answer) implements EmbeddingModel {
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      throw new IllegalStateException("a thread would wait");
    }

    @Override
    public CompletableFuture<EmbeddingResponse> doEmbedAsync(EmbeddingRequest request) {
      return answer;
    }
  }

  @Test
  void anyStoreWillDo() throws Exception {
    var fox = Query.from("the quick brown fox");
    var options = CacheOptions.inMemory(1 << 20, Duration.ofHours(1));
    var foreign = new FaultyStore(store);
    try (CachedEmbeddingStore cached = CachedEmbeddingStore.of(store, options);
        FailoverEmbeddingStore failover =
            FailoverEmbeddingStore.builder().cluster("west", cached).build()) {
      for (EmbeddingStore<TextSegment> each : List.of(cached, failover, foreign)) {
        QuiverContentRetriever from =
            QuiverContentRetriever.builder().embeddingStore(each).embeddingModel(model).build();
        assertThat(ids(from.retrieve(fox))).startsWith("fox");
        assertThat(ids(from.retrieveAsync(fox).get(20, TimeUnit.SECONDS))).startsWith("fox");
      }
      assertThatThrownBy(
              () ->
                  QuiverContentRetriever.builder()
                      .embeddingStore(cached)
                      .embeddingModel(model)
                      .searchMode(SearchMode.HYBRID)
                      .build())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "searchMode and mmrLambda must be left out where embeddingStore is no"
                  + " QuiverEmbeddingStore, but it is a CachedEmbeddingStore: give them to the"
                  + " store behind it");
    }
  }

  @Test
  void badSettingsAreRefused() {
    assertThatThrownBy(() -> QuiverContentRetriever.builder().embeddingModel(model).build())
        .hasMessage("embeddingStore must not be null");
    assertThatThrownBy(() -> QuiverContentRetriever.builder().embeddingStore(store).build())
        .hasMessage("embeddingModel must not be null");
    assertThatThrownBy(() -> retriever().maxResults(0))
        .hasMessage("maxResults must be at least 1, but was 0");
    assertThatThrownBy(() -> retriever().minScore(1.5))
        .hasMessage("minScore must be between 0 and 1, but was 1.5");
    assertThatThrownBy(() -> retriever().mmrLambda(Double.NaN))
        .hasMessage("mmrLambda must be between 0 and 1, but was NaN");
    assertThatThrownBy(() -> retriever().dynamicFilter(none()))
        .hasMessage("dynamicFilter must not be null");
  }
}
