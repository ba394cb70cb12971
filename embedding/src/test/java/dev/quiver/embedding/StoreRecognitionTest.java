package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a store that shows its writes late, or has lost one record, and is filled anew; a wiped
 * or restored one that is not. Time passes only when the ingestor waits.
 */
class StoreRecognitionTest {
  private static final Duration GRACE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private final WordModel model = new WordModel(16);
  private final LateStore store = new LateStore();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Duration waited = Duration.ZERO;

  /** Finds a record only some time after it was written. */
  private final class LateStore extends ListStore {
    private final Map<String, Instant> written = new HashMap<>();
    private Duration delay = Duration.ofSeconds(5);

    @Override
    public void addAll(List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
      super.addAll(ids, embeddings, segments);
      ids.forEach(id -> written.put(id, now));
    }

    @Override
    public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
      return new EmbeddingSearchResult<>(
          super.search(request).matches().stream()
              .filter(match -> !now.isBefore(writtenAt(match.embeddingId()).plus(delay)))
              .toList());
    }

    private Instant writtenAt(String id) {
      return written.getOrDefault(id, Instant.MAX.minus(delay));
    }
  }

  private IngestReport ingest(Corpus corpus) {
    model.embedded();
    waited = Duration.ZERO;
    return Ingestor.builder()
        .model(model)
        .store(store)
        .splitter(Corpus.LINES)
        .recipe("lines")
        .ledger(directory.resolve("ledger"))
        .grace(GRACE)
        .clock(() -> now, this::pass)
        .retries(2, Duration.ofMillis(1))
        .storeBatchSize(8)
        .build()
        .ingest(corpus.documents());
  }

  private void pass(Duration time) {
    now = now.plus(time);
    waited = waited.plus(time);
  }

  @Test
  void writesThatShowLateAreWaitedFor() {
    Corpus corpus = Corpus.of(20, 3);
    ingest(corpus);

    assertThat(ingest(corpus).unchanged()).isEqualTo(20);

    assertThat(model.embedded()).isZero();
    assertThat(waited).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
    assertThat(ingest(corpus).unchanged()).isEqualTo(20);
    assertThat(waited).as("when all is shown").isZero();
  }

  @Test
  void aStoreWipedJustNowIsFilledWhenTheGraceIsOver() {
    Corpus corpus = Corpus.of(20, 3);
    ingest(corpus);
    store.removeAll();

    assertThat(ingest(corpus).added()).isEqualTo(20);

    assertThat(waited).isBetween(GRACE, GRACE.plusSeconds(1));
    assertThat(store.size()).isEqualTo(60);
  }

  @Test
  void aStoreWipedLongAgoIsNotWaitedFor() {
    Corpus corpus = Corpus.of(20, 3);
    ingest(corpus);
    store.removeAll();
    now = now.plus(GRACE);

    assertThat(ingest(corpus).added()).isEqualTo(20);
    assertThat(waited).isZero();
  }

  @Test
  void aClockThatWasSetBackMakesNobodyWaitForLonger() {
    Corpus corpus = Corpus.of(20, 3);
    ingest(corpus);
    store.removeAll();
    now = now.minus(Duration.ofDays(1));

    assertThat(ingest(corpus).added()).isEqualTo(20);
    assertThat(waited).isBetween(GRACE, GRACE.plusSeconds(1));
  }

  @Test
  void anyRecordLostAloneCostsItsDocumentAtMost() {
    Corpus corpus = Corpus.of(20, 3);
    ingest(corpus);
    now = now.plus(GRACE);
    List<ListStore.Entry> whole = store.entries();
    int again = 0;
    for (ListStore.Entry lost : whole) {
      store.removeAll(List.of(lost.id()));
      IngestReport report = ingest(corpus);

      int embedded = model.embedded();
      assertThat(embedded).as("lost %s", lost).isIn(0, 3);
      assertThat(report.unchanged()).isEqualTo(embedded == 0 ? 20 : 19);
      again += embedded;
      now = now.plus(GRACE);
      store.restore(whole);
    }
    assertThat(again).as("documents whose loss is seen").isGreaterThanOrEqualTo(6 * 3);
  }

  @Test
  void aBackupOfAnyMomentIsCompleted() throws IOException {
    int[] runs = {5, 6, 8, 20, 21, 40};
    var backups = new ArrayList<List<ListStore.Entry>>();
    for (int documents : runs) {
      ingest(Corpus.of(documents, 3));
      backups.add(store.entries());
      now = now.plus(GRACE);
    }
    List<String> all = ids(store.entries());
    Path file = directory.resolve("ledger").resolve("sources.ledger");
    byte[] ledger = Files.readAllBytes(file);
    for (List<ListStore.Entry> backup : backups) {
      store.restore(backup);
      Files.write(file, ledger);
      ingest(Corpus.of(40, 3));
      assertThat(ids(store.entries())).as("backup of %s records", backup.size()).isEqualTo(all);
      now = now.plus(GRACE);
    }
  }

  private static List<String> ids(List<ListStore.Entry> entries) {
    return entries.stream().map(ListStore.Entry::id).collect(Collectors.toList());
  }
}
