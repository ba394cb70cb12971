package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives LangChain4j's retrieval-augmented generation what a {@link QuiverEmbeddingStore} finds, by
 * vector, by words or by both. Score and id come with each content, as {@link
 * ContentMetadata#SCORE} and {@link ContentMetadata#EMBEDDING_ID}. Records without a segment hold
 * nothing to read: they are left out of what was found, which may leave fewer than asked for. As
 * thread-safe as the model it embeds with.
 */
public final class QuiverContentRetriever implements ContentRetriever {
  /** Looked at by nobody: where only words count, the model is not asked. */
  private static final Embedding UNUSED = Embedding.from(new float[] {0});

  private final QuiverEmbeddingStore store;
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
      QuiverEmbeddingStore store,
      @Nullable EmbeddingModel model,
      SearchOptions options,
      PerQuery perQuery) {
    this.store = store;
    this.model = model;
    this.options = options;
    this.perQuery = perQuery;
  }

  public static QuiverContentRetrieverBuilder builder() {
    return new QuiverContentRetrieverBuilder();
  }

  @Override
  public List<Content> retrieve(Query query) {
    var request =
        EmbeddingSearchRequest.builder()
            .query(query.text())
            .queryEmbedding(model == null ? UNUSED : embed(model, query.text()))
            .maxResults(perQuery.maxResults.apply(query))
            .minScore(perQuery.minScore.apply(query))
            .filter(perQuery.filter.apply(query))
            .build();
    return store.search(request, options).matches().stream()
        .filter(match -> match.embedded() != null)
        .map(QuiverContentRetriever::content)
        .toList();
  }

  /** Some models embed a question differently from the text that answers it. */
  private static Embedding embed(EmbeddingModel model, String text) {
    if (!model.supportedParameters().contains(EmbeddingRequestParameters.INPUT_TYPE)) {
      return model.embed(text).content();
    }
    var request =
        EmbeddingRequest.builder().input(text).inputType(EmbeddingInputType.QUERY).build();
    return model.embed(request).embeddings().getFirst();
  }

  private static Content content(EmbeddingMatch<TextSegment> match) {
    return Content.from(
        match.embedded(),
        Map.of(
            ContentMetadata.SCORE, match.score(),
            ContentMetadata.EMBEDDING_ID, match.embeddingId()));
  }
}
