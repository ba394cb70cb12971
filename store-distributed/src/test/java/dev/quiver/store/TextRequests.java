package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import java.util.List;
import java.util.Map;

/** Texts to search, and searches by words, where vectors do not matter. */
final class TextRequests {
  private TextRequests() {}

  static QuiverEmbeddingStore storeOf(TextAnalysis analysis, Map<String, String> texts) {
    QuiverEmbeddingStore store =
        QuiverEmbeddingStore.builder()
            .shards(3)
            .searchMode(SearchMode.TEXT)
            .textAnalysis(analysis)
            .build();
    List<String> ids = List.copyOf(texts.keySet());
    store.addAll(
        ids,
        ids.stream().map(id -> TestVectors.X).toList(),
        ids.stream().map(id -> TextSegment.from(texts.get(id))).toList());
    return store;
  }

  static EmbeddingSearchRequest words(String query, int limit) {
    return both(query, TestVectors.X, limit);
  }

  static EmbeddingSearchRequest both(String query, Embedding vector, int limit) {
    return EmbeddingSearchRequest.builder()
        .query(query)
        .queryEmbedding(vector)
        .maxResults(limit)
        .build();
  }

  static List<String> found(QuiverEmbeddingStore store, String query) {
    return TestVectors.ids(store.search(words(query, 10)).matches());
  }
}
