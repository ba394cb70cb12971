package dev.quiver.store;

import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.quiver.store.internal.model.AnalysisKind;
import dev.quiver.store.internal.model.CollectionSettings;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.search.CollectionQuery;
import dev.quiver.store.internal.search.Diversity;
import dev.quiver.store.internal.search.Nearness;
import dev.quiver.store.internal.search.RankOrder;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** LangChain4j's requests, in a mode and with options, as queries of a collection. */
record SearchTranslation(
    CollectionSettings collection, StoreSettings settings, RecordTranslation records) {

  /** A collection whose texts are not indexed can only be searched by vector. */
  static void checkMode(SearchMode mode, String collection, AnalysisKind analysis) {
    if (mode != SearchMode.VECTOR && analysis == AnalysisKind.NONE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "searchMode of collection %s must be VECTOR, because its textAnalysis is NONE, but"
                  + " was %s",
              collection,
              mode));
    }
  }

  /** What is asked for; the dimension of its vector is still to be checked. */
  CollectionQuery query(
      EmbeddingSearchRequest request, SearchOptions options, @Nullable Predicate filter) {
    Double lambda = options.mmrLambda();
    RankOrder order = order(request, options);
    return new CollectionQuery(
        order,
        request.maxResults(),
        request.minScore(),
        filter,
        lambda == null ? null : new Diversity(lambda, records.similarity()),
        nearness(order, request, options.minSimilarity()));
  }

  /** A search by words looks at no vector, unless it is told how near one has to be. */
  private @Nullable Nearness nearness(
      RankOrder order, EmbeddingSearchRequest request, @Nullable Double least) {
    RankOrder.ByVector by = order.vectorOrNull();
    if (by != null) {
      return new Nearness(by.vector(), records.similarity(), least);
    }
    return least == null
        ? null
        : new Nearness(
            records.vector("queryEmbedding", request.queryEmbedding()),
            records.similarity(),
            least);
  }

  private RankOrder order(EmbeddingSearchRequest request, SearchOptions options) {
    SearchMode mode = options.mode() == null ? settings.searchMode() : options.mode();
    checkMode(mode, collection.name(), collection.index().analysis());
    @Nullable String text = request.query();
    return switch (mode) {
      case VECTOR -> byVector(request, options);
      case HYBRID ->
          text == null
              ? byVector(request, options)
              : new RankOrder.ByBoth(byVector(request, options), new RankOrder.ByText(text));
      case TEXT -> {
        if (text == null) {
          throw new IllegalArgumentException(
              "query must be given in search mode TEXT, but was null");
        }
        yield new RankOrder.ByText(text);
      }
    };
  }

  private RankOrder.ByVector byVector(EmbeddingSearchRequest request, SearchOptions options) {
    Double recall = options.recall();
    return new RankOrder.ByVector(
        records.vector("queryEmbedding", request.queryEmbedding()),
        recall == null ? collection.index().targetRecall() : recall);
  }
}
