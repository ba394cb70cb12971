package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingStoreWithRemovalIT;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** LangChain4j's suite of removing, over one store of one shape, cleared between the tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
abstract class RemovalSuite extends EmbeddingStoreWithRemovalIT {
  private final TestStores shape;
  private final SearchMode mode;
  private final EmbeddingModel model = new HashedTextModel();
  private final SinglePoll polls = new SinglePoll();
  private QuiverEmbeddingStore store;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  RemovalSuite(TestStores shape, SearchMode mode) {
    this.shape = shape;
    this.mode = mode;
  }

  @BeforeAll
  void open(@TempDir Path directory) {
    store = shape.over(directory).searchMode(mode).build();
  }

  @AfterAll
  void close() {
    store.close();
  }

  @BeforeEach
  void clear() {
    store.removeAll();
  }

  @Override
  protected QuiverEmbeddingStore embeddingStore() {
    return store;
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return model;
  }

  @Override
  protected List<EmbeddingMatch<TextSegment>> getAllEmbeddings() {
    polls.look();
    return super.getAllEmbeddings();
  }
}
