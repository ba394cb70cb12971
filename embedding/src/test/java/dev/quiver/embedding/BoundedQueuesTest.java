package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a queue that grows while the store, a hundred times slower than the model, lags behind.
 */
class BoundedQueuesTest {
  private static final int QUEUE = 20;
  private static final int BATCH = 8;
  private static final int EMBEDDERS = 2;
  private static final int STORE_BATCH = 10;
  private static final int DOCUMENTS = 1_000;
  private static final Duration MODEL_TAKES = Duration.ofNanos(20_000);
  private static final Duration STORE_TAKES = MODEL_TAKES.multipliedBy(100);

  @TempDir private Path directory;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong embedded = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong mostAhead = new AtomicLong();
  private final AtomicLong mostEmbedded = new AtomicLong();

  @Test
  void theReaderWaitsForTheStore() {
    Stream<Document> documents =
        IntStream.range(0, DOCUMENTS)
            .mapToObj(
                i -> {
                  mostAhead.accumulateAndGet(read.incrementAndGet() - stored.get(), Math::max);
                  return Corpus.document("d" + i, "one line of " + i);
                });

    IngestReport report =
        Ingestor.builder()
            .model(new FastModel())
            .store(new SlowStore())
            .ledger(directory)
            .splitter(Corpus.LINES)
            .queueSize(QUEUE)
            .batchSize(BATCH)
            .embeddingThreads(EMBEDDERS)
            .storeBatchSize(STORE_BATCH)
            .build()
            .ingest(documents);

    assertThat(report.added()).isEqualTo(DOCUMENTS);
    // Two queues, what each embedder and the store have in hand, and the one being read.
    int bound = 2 * QUEUE + EMBEDDERS * BATCH + STORE_BATCH + 1;
    assertThat(mostAhead.get()).as("read and not stored").isBetween((long) QUEUE, (long) bound);
    assertThat(mostEmbedded.get())
        .as("embedded and not stored")
        .isLessThanOrEqualTo(QUEUE + EMBEDDERS * BATCH + STORE_BATCH);
  }

  private final class FastModel extends WordModel {
    FastModel() {
      super(16);
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      LockSupport.parkNanos(MODEL_TAKES.multipliedBy(segments.size()).toNanos());
      Response<List<Embedding>> response = super.embedAll(segments);
      mostEmbedded.accumulateAndGet(embedded.addAndGet(segments.size()) - stored.get(), Math::max);
      return response;
    }
  }

  private final class SlowStore extends ListStore {
    @Override
    public void addAll(List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
      LockSupport.parkNanos(STORE_TAKES.multipliedBy(segments.size()).toNanos());
      super.addAll(ids, embeddings, segments);
      stored.addAndGet(ids.size());
    }
  }
}
