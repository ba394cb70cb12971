package dev.quiver.benchmarks.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;

/** LangChain4j's own store: everything on the heap, and every search looks at all of it. */
final class InMemory extends LangChainContender {
  private final InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();

  @Override
  public String name() {
    return "InMemoryEmbeddingStore";
  }

  @Override
  EmbeddingStore<TextSegment> store() {
    return store;
  }

  @Override
  public void finish() {}

  @Override
  public void close() {
    store.removeAll();
  }
}
