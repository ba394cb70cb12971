package dev.quiver.benchmarks.store;

import dev.langchain4j.community.store.embedding.duckdb.DuckDBEmbeddingStore;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.nio.file.Path;

/** LangChain4j's community store over DuckDB, in a file. */
final class DuckDb extends LangChainContender {
  private final Path folder;
  private DuckDBEmbeddingStore store;

  DuckDb(Path folder) {
    this.folder = folder;
    this.store = opened(folder);
  }

  private static DuckDBEmbeddingStore opened(Path folder) {
    return DuckDBEmbeddingStore.builder()
        .filePath(folder.resolve("records.duckdb").toString())
        .build();
  }

  @Override
  public String name() {
    return "DuckDBEmbeddingStore";
  }

  @Override
  EmbeddingStore<TextSegment> store() {
    return store;
  }

  @Override
  public boolean isAddedToByMany() {
    return false;
  }

  @Override
  public void finish() {}

  /** The store opens and closes a connection for each call. */
  @Override
  public void shut() {}

  @Override
  public void open() {
    store = opened(folder);
  }

  @Override
  public void close() {}
}
