package dev.quiver.benchmarks.store;

import dev.langchain4j.community.rag.content.retriever.lucene.LuceneEmbeddingStore;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** LangChain4j's community store over Lucene, run on the Lucene that Quiver runs on. */
final class CommunityLucene extends LangChainContender {
  private final Path folder;
  private Directory directory;
  private LuceneEmbeddingStore store;

  CommunityLucene(Path folder) {
    this.folder = folder;
    this.directory = directory(folder);
    this.store = LuceneEmbeddingStore.builder().directory(directory).build();
  }

  private static Directory directory(Path folder) {
    try {
      return FSDirectory.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String name() {
    return "LuceneEmbeddingStore";
  }

  @Override
  EmbeddingStore<TextSegment> store() {
    return store;
  }

  /** Its matches have no ids of ours. */
  @Override
  int number(EmbeddingMatch<TextSegment> match) {
    Integer number = match.embedded().metadata().getInteger("number");
    if (number == null) {
      throw new IllegalStateException("match must have the metadata stored, but was " + match);
    }
    return number;
  }

  /** Every call has a writer of its own, which locks the directory. */
  @Override
  public boolean isAddedToByMany() {
    return false;
  }

  @Override
  public void finish() {}

  @Override
  public void shut() {
    close();
  }

  @Override
  public void open() {
    directory = directory(folder);
    store = LuceneEmbeddingStore.builder().directory(directory).build();
  }

  @Override
  public void close() {
    try {
      directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
