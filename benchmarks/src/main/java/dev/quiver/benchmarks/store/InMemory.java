package dev.quiver.benchmarks.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.nio.file.Path;

/**
 * LangChain4j's own store: everything on the heap, and every search looks at all of it. It is kept
 * by writing all of it into one file.
 */
final class InMemory extends LangChainContender {
  private final Path file;
  private InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();

  InMemory(Path folder) {
    file = folder.resolve("records.json");
  }

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
  public void shut() {
    store.serializeToFile(file);
    store = new InMemoryEmbeddingStore<>();
  }

  @Override
  public void open() {
    store = InMemoryEmbeddingStore.fromFile(file);
  }

  @Override
  public void close() {
    store.removeAll();
  }
}
