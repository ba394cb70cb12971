package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingStoreAddAllContract;
import dev.langchain4j.store.embedding.EmbeddingStoreRemoveAllContract;
import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches what LangChain4j's own suites find: two clusters must look like one store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
final class FailoverIT extends EmbeddingStoreWithFilteringIT
    implements EmbeddingStoreAddAllContract, EmbeddingStoreRemoveAllContract {
  private final EmbeddingModel model = new HashedTextModel();
  private final SinglePoll polls = new SinglePoll();
  private QuiverEmbeddingStore west;
  private QuiverEmbeddingStore east;
  private FailoverEmbeddingStore store;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  FailoverIT() {}

  @BeforeAll
  void open(@TempDir Path directory) {
    west = QuiverEmbeddingStore.builder().build();
    east = QuiverEmbeddingStore.builder().build();
    store =
        FailoverEmbeddingStore.builder()
            .cluster("west", west)
            .cluster("east", east)
            .writes(WritePolicy.ALL)
            .handoffDirectory(directory)
            .build();
  }

  @AfterAll
  void close() {
    store.close();
    west.close();
    east.close();
  }

  @Override
  protected void clearStore() {
    store.removeAll();
  }

  @Override
  public FailoverEmbeddingStore embeddingStore() {
    return store;
  }

  @Override
  protected EmbeddingModel embeddingModel() {
    return model;
  }

  @Override
  protected boolean supportsContains() {
    return true;
  }

  /** Of stores that cannot; without the annotation it is no test, so none is skipped. */
  @Override
  protected void should_throw_exception_when_contains_is_not_supported() {
    throw new UnsupportedOperationException("strings that contain others are supported");
  }

  @Override
  protected List<EmbeddingMatch<TextSegment>> getAllEmbeddings() {
    polls.look();
    return super.getAllEmbeddings();
  }
}
