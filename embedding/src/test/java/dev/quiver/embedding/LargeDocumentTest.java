package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a large document that starts over when the run ends in it, and one that goes on from
 * there though the store has lost its beginning, or another model makes its end.
 */
class LargeDocumentTest {
  private static final int LINES = 60;
  private static final int BATCH = 4;

  @TempDir private Path directory;
  private final Ending store = new Ending();
  private final WordModel model = new WordModel(16);
  private final Corpus corpus = Corpus.of(1, LINES);

  /** Takes so many batches and then ends the run. */
  private static final class Ending extends ListStore {
    private int batches = Integer.MAX_VALUE;

    @Override
    public void addAll(List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
      if (batches-- == 0) {
        throw new AssertionError("the end");
      }
      super.addAll(ids, embeddings, segments);
    }
  }

  private IngestorBuilder ingestor() {
    return Ingestor.builder()
        .model(model)
        .store(store)
        .splitter(Corpus.LINES)
        .recipe("lines")
        .grace(Duration.ZERO)
        .batchSize(BATCH)
        .queueSize(BATCH)
        .storeBatchSize(BATCH)
        .embeddingThreads(1)
        .ledger(directory.resolve("ledger"));
  }

  private void endAfter(int batches) {
    store.batches = batches;
    assertThatThrownBy(() -> ingestor().build().ingest(corpus.documents())).hasMessage("the end");
    store.batches = Integer.MAX_VALUE;
    model.embedded();
  }

  @Test
  void itGoesOnFromTheLastBatch() {
    endAfter(8);
    int stored = store.size();
    assertThat(stored).isGreaterThanOrEqualTo(8);
    endAfter(2);
    int more = store.size();
    assertThat(more).isGreaterThan(stored);

    IngestReport report = ingestor().build().ingest(corpus.documents());

    assertThat(report.added()).isEqualTo(1);
    assertThat(model.embedded()).isLessThanOrEqualTo(LINES - more + BATCH);
    assertComplete();
  }

  @Test
  void itGoesOnWhereTheEndHasChangedSince() {
    endAfter(8);
    corpus.put("d0", Corpus.text(0, LINES) + "\nand an end");

    assertThat(ingestor().build().ingest(corpus.documents()).added()).isEqualTo(1);

    assertThat(model.embedded()).isLessThan(LINES - 8);
    assertThat(store.entries()).extracting(ListStore.Entry::id).hasSize(LINES + 1);
  }

  @Test
  void aStoreThatLostTheBeginningGetsAllOfIt() {
    endAfter(8);
    store.removeAll();

    ingestor().build().ingest(corpus.documents());

    assertThat(model.embedded()).isEqualTo(LINES);
    assertComplete();
  }

  @Test
  void anotherModelDoesNotGoOnWithIt() {
    endAfter(8);
    var other = new WordModel(16, "other");

    ingestor().model(other).reembed(true).build().ingest(corpus.documents());

    assertThat(other.embedded()).isEqualTo(LINES);
    assertComplete();
  }

  private void assertComplete() {
    assertThat(store.entries())
        .extracting(ListStore.Entry::id)
        .hasSize(LINES)
        .doesNotHaveDuplicates();
    assertThat(ingestor().modelName("any").reembed(true).build().ingest(corpus.documents()))
        .extracting(IngestReport::changed)
        .isEqualTo(1L);
  }
}
