package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A store that finds when the test says so, and has no thread to search on. */
record LaterStore(
    EmbeddingStore<TextSegment> store, CompletableFuture<EmbeddingSearchResult<TextSegment>> found)
    implements EmbeddingStore<TextSegment> {
  @Override
  public String add(Embedding embedding) {
    return store.add(embedding);
  }

  @Override
  public void add(String id, Embedding embedding) {
    store.add(id, embedding);
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    return store.add(embedding, segment);
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    return store.addAll(embeddings);
  }

  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    throw new IllegalStateException("a thread would wait");
  }

  @Override
  public CompletableFuture<EmbeddingSearchResult<TextSegment>> searchAsync(
      EmbeddingSearchRequest request) {
    return found;
  }
}
