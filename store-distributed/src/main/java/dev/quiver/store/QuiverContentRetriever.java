package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AsyncNotSupportedException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives LangChain4j's retrieval-augmented generation what an embedding store finds: a {@link
 * QuiverEmbeddingStore} by vector, by words or by both, and any other one, such as a {@link
 * FailoverEmbeddingStore} or a {@link CachedEmbeddingStore}, in its own way, words included where
 * it makes use of a request's query. Score and id come with each content, as {@link
 * ContentMetadata#SCORE} and {@link ContentMetadata#EMBEDDING_ID}. Records without a segment hold
 * nothing to read: they are left out of what was found, which may leave fewer than asked for. As
 * thread-safe as the model it embeds with.
 */
public final class QuiverContentRetriever implements ContentRetriever {
  /** Looked at by nobody: where only words count, the model is not asked. */
  private static final Embedding UNUSED = Embedding.from(new float[] {0});

  private final EmbeddingStore<TextSegment> store;
  private final @Nullable EmbeddingModel model;
  private final SearchOptions options;
  private final PerQuery perQuery;

  /** What may be different for each query. */
  record PerQuery(
      Function<Query, Integer> maxResults,
      Function<Query, Double> minScore,
      Function<Query, @Nullable Filter> filter) {}

  /**
   * @param model null where only words count
   */
  QuiverContentRetriever(
      EmbeddingStore<TextSegment> store,
      @Nullable EmbeddingModel model,
      SearchOptions options,
      PerQuery perQuery) {
    this.store = store;
    this.model = model;
    this.options = options;
    this.perQuery = perQuery;
  }

  /** Begins with the store, and the model that embeds the queries. */
  public static QuiverContentRetrieverBuilder builder() {
    return new QuiverContentRetrieverBuilder();
  }

  @Override
  public List<Content> retrieve(Query query) {
    return contents(search(request(query, embed(query.text()))));
  }

  /**
   * Never blocks the caller. The model and the store are asked in their own asynchronous ways; one
   * that has none is asked on a virtual thread. Cancelling the future cancels what is under way.
   */
  @Override
  public CompletableFuture<List<Content>> retrieveAsync(Query query) {
    var begun = CompletableFuture.completedFuture(query.text());
    var embedded = AsyncCall.then(begun, this::embedAsync);
    var found = AsyncCall.then(embedded, embedding -> searchAsync(request(query, embedding)));
    return AsyncCall.then(found, all -> CompletableFuture.completedFuture(contents(all)));
  }

  private EmbeddingSearchRequest request(Query query, Embedding embedding) {
    return EmbeddingSearchRequest.builder()
        .query(query.text())
        .queryEmbedding(embedding)
        .maxResults(perQuery.maxResults.apply(query))
        .minScore(perQuery.minScore.apply(query))
        .filter(perQuery.filter.apply(query))
        .build();
  }

  private EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    return store instanceof QuiverEmbeddingStore quiver
        ? quiver.search(request, options)
        : store.search(request);
  }

  private CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(
      EmbeddingSearchRequest request) {
    return store instanceof QuiverEmbeddingStore
        ? AsyncCall.start(() -> search(request))
        : AsyncCall.orElse(
            store.searchAsync(request),
            AsyncNotSupportedException.class::isInstance,
            () -> AsyncCall.start(() -> search(request)));
  }

  private Embedding embed(String text) {
    if (model == null) {
      return UNUSED;
    }
    return knowsQuestions(model)
        ? first(model.embed(question(model, text)))
        : model.embed(text).content();
  }

  private CompletableFuture<Embedding> embedAsync(String text) {
    EmbeddingModel asked = model;
    return asked == null
        ? CompletableFuture.completedFuture(UNUSED)
        : AsyncCall.orElse(
            AsyncCall.then(
                asked.embedAsync(question(asked, text)),
                answer -> CompletableFuture.completedFuture(first(answer))),
            AsyncNotSupportedException.class::isInstance,
            () -> AsyncCall.start(() -> embed(text)));
  }

  private static Embedding first(EmbeddingResponse response) {
    return response.embeddings().getFirst();
  }

  /** Some models embed a question differently from the text that answers it. */
  private static boolean knowsQuestions(EmbeddingModel model) {
    return model.supportedParameters().contains(EmbeddingRequestParameters.INPUT_TYPE);
  }

  private static EmbeddingRequest question(EmbeddingModel model, String text) {
    EmbeddingRequest.Builder request = EmbeddingRequest.builder().input(text);
    return knowsQuestions(model)
        ? request.inputType(EmbeddingInputType.QUERY).build()
        : request.build();
  }

  private static List<Content> contents(EmbeddingSearchResult<TextSegment> found) {
    return found.matches().stream()
        .filter(match -> match.embedded() != null)
        .map(QuiverContentRetriever::content)
        .toList();
  }

  private static Content content(EmbeddingMatch<TextSegment> match) {
    return Content.from(
        match.embedded(),
        Map.of(
            ContentMetadata.SCORE, match.score(),
            ContentMetadata.EMBEDDING_ID, match.embeddingId()));
  }
}
