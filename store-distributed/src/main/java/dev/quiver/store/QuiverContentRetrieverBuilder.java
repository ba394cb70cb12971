package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link QuiverContentRetriever}. What is named both for all queries and by a function of
 * the query is as it was named last. Not thread-safe.
 */
public final class QuiverContentRetrieverBuilder {
  /** As LangChain4j's own retriever has it. */
  public static final int DEFAULT_MAX_RESULTS = 3;

  private @Nullable EmbeddingStore<TextSegment> store;
  private @Nullable EmbeddingModel model;
  private SearchOptions options = SearchOptions.defaults();
  private Function<Query, Integer> maxResults = query -> DEFAULT_MAX_RESULTS;
  private Function<Query, Double> minScore = query -> 0.0;
  private Function<Query, @Nullable Filter> filter = query -> null;

  QuiverContentRetrieverBuilder() {}

  /**
   * What is searched: any store. Required; only a {@link QuiverEmbeddingStore} can be asked for a
   * mode or for diversity.
   */
  public QuiverContentRetrieverBuilder embeddingStore(EmbeddingStore<TextSegment> value) {
    store = Check.present("embeddingStore", value);
    return this;
  }

  /**
   * What embeds the queries. Required, but neither needed nor asked after {@code searchMode(TEXT)}.
   */
  public QuiverContentRetrieverBuilder embeddingModel(EmbeddingModel value) {
    model = Check.present("embeddingModel", value);
    return this;
  }

  /** Left out: the store's. */
  public QuiverContentRetrieverBuilder searchMode(SearchMode mode) {
    options = options.withMode(Check.present("searchMode", mode));
    return this;
  }

  /** Left out: by score alone. See {@link SearchOptions#mmrLambda()}. */
  public QuiverContentRetrieverBuilder mmrLambda(double lambda) {
    options = options.withMmrLambda(lambda);
    return this;
  }

  /** Left out: {@value #DEFAULT_MAX_RESULTS}. */
  public QuiverContentRetrieverBuilder maxResults(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("maxResults must be at least 1, but was " + count);
    }
    maxResults = query -> count;
    return this;
  }

  /** Depends on the query. Left out: {@value #DEFAULT_MAX_RESULTS}. */
  public QuiverContentRetrieverBuilder dynamicMaxResults(Function<Query, Integer> count) {
    maxResults = Check.present("dynamicMaxResults", count);
    return this;
  }

  /** Left out: 0. What a score means depends on the mode. */
  public QuiverContentRetrieverBuilder minScore(double score) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("minScore must be between 0 and 1, but was " + score);
    }
    minScore = query -> score;
    return this;
  }

  /** Depends on the query. Left out: 0. */
  public QuiverContentRetrieverBuilder dynamicMinScore(Function<Query, Double> score) {
    minScore = Check.present("dynamicMinScore", score);
    return this;
  }

  /** Left out: none. */
  public QuiverContentRetrieverBuilder filter(Filter value) {
    Filter given = Check.present("filter", value);
    filter = query -> given;
    return this;
  }

  /** Depends on the query, or on who asks: its metadata knows. Null, or left out: none. */
  public QuiverContentRetrieverBuilder dynamicFilter(Function<Query, @Nullable Filter> value) {
    filter = Check.present("dynamicFilter", value);
    return this;
  }

  /** Checks what was given. */
  public QuiverContentRetriever build() {
    EmbeddingStore<TextSegment> from = Check.present("embeddingStore", store);
    if (!(from instanceof QuiverEmbeddingStore) && !options.equals(SearchOptions.defaults())) {
      throw new IllegalArgumentException(
          "searchMode and mmrLambda must be left out where embeddingStore is no"
              + " QuiverEmbeddingStore, but it is a "
              + from.getClass().getSimpleName()
              + ": give them to the store behind it");
    }
    boolean wordsAlone = options.mode() == SearchMode.TEXT;
    return new QuiverContentRetriever(
        from,
        wordsAlone ? null : Check.present("embeddingModel", model),
        options,
        new QuiverContentRetriever.PerQuery(maxResults, minScore, filter));
  }
}
