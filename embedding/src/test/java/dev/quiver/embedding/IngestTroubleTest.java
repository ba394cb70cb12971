package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.output.Response;
import dev.quiver.embedding.error.BadDocumentException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not go in is reported, and keeps nothing else from going in. */
class IngestTroubleTest {
  @TempDir private Path directory;
  private final ListStore store = new ListStore();
  private final WordModel model = new WordModel(16);

  private IngestorBuilder ingestor() {
    return Ingestor.builder()
        .model(model)
        .store(store)
        .splitter(Corpus.LINES)
        .recipe("lines")
        .retries(4, Duration.ofMillis(1))
        .ledger(directory.resolve("ledger"));
  }

  @Test
  void badDocumentsAreReportedAndTheOthersGoOn() {
    Stream<Document> documents =
        Stream.of(
            Corpus.document("good", "text"),
            Document.from("no source"),
            Corpus.document("good", "again"),
            Corpus.document("long", "x".repeat(50)),
            Corpus.document("last", "text"));

    IngestReport report = ingestor().maxDocumentLength(40).build().ingest(documents);

    assertThat(report.added()).isEqualTo(2);
    assertThat(report.failures())
        .extracting(IngestFailure::source, IngestFailure::reason)
        .containsExactly(
            tuple(
                "(unknown)",
                "a document must say in its metadata where it comes from (url), but had []"),
            tuple(
                "good",
                "a source must come once in a run, but came again: give its parts sources of their"
                    + " own"),
            tuple("long", "a document must have at most 40 characters, but had 50"));
  }

  @Test
  void aTextTheModelRefusesFailsItsDocumentAlone() {
    for (String words : List.of("refused", "broken")) {
      RuntimeException refusal =
          words.equals("refused")
              ? new IllegalArgumentException(words)
              : new IndexOutOfBoundsException(words);
      var picky =
          new WordModel(16) {
            @Override
            public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
              if (segments.stream().anyMatch(segment -> segment.text().contains("poison"))) {
                throw refusal;
              }
              return super.embedAll(segments);
            }
          };
      store.removeAll();

      IngestReport report =
          ingestor()
              .model(picky)
              .ledger(directory.resolve("ledger-" + words))
              .build()
              .ingest(Corpus.of(5, 3).put("d3", "one\npoison\ntwo").documents());

      assertThat(report.added()).isEqualTo(4);
      assertThat(report.failures()).containsExactly(new IngestFailure("d3", words));
    }
  }

  @Test
  void toldToStopItStopsAtTheFirstBadDocument() {
    assertThatThrownBy(
            () ->
                ingestor()
                    .onFailure(FailurePolicy.STOP)
                    .build()
                    .ingest(Stream.of(Corpus.document("a", "text"), Document.from("no source"))))
        .isInstanceOf(BadDocumentException.class)
        .hasMessageContaining("cannot be ingested");
  }

  @Test
  void aStoreThatIsBrieflyAwayIsTriedAgain() {
    var failures = new AtomicInteger(3);
    var flaky =
        new ListStore() {
          @Override
          public void addAll(
              List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
            if (failures.getAndDecrement() > 0) {
              throw new java.io.UncheckedIOException(new java.io.IOException("away"));
            }
            super.addAll(ids, embeddings, segments);
          }
        };

    IngestReport report = ingestor().store(flaky).build().ingest(Corpus.of(5, 2).documents());

    assertThat(report.failures()).isEmpty();
    assertThat(flaky.size()).isEqualTo(10);
  }

  @Test
  void aStoreThatIsBrieflyAwayIsAskedAgainWhichOneItIs() {
    var failures = new AtomicInteger(2);

    IngestReport report =
        ingestor()
            .incarnation(
                () -> {
                  if (failures.getAndDecrement() > 0) {
                    throw new java.io.UncheckedIOException(new java.io.IOException("away"));
                  }
                  return "first";
                })
            .build()
            .ingest(Corpus.of(1, 1).documents());

    assertThat(report.added()).isEqualTo(1);
  }

  @Test
  void aStoreThatCannotRemoveIsReported() {
    var growing =
        new ListStore() {
          @Override
          public void removeAll(Collection<String> ids) {
            throw new UnsupportedOperationException("no");
          }
        };
    ingestor().store(growing).build().ingest(Corpus.of(2, 2).documents());

    IngestReport report =
        ingestor().store(growing).build().ingest(Corpus.of(2, 2).put("d1", "new").documents());

    assertThat(report.failures())
        .containsExactly(
            new IngestFailure(
                "d1",
                "the store cannot remove by id, so it still holds segments that are outdated"));
  }

  @Test
  void aVanishedSourceIsReportedWhereTheStoreCannotRemove() {
    var growing =
        new ListStore() {
          @Override
          public void removeAll(Collection<String> ids) {
            throw new UnsupportedFeatureException("no");
          }
        };
    ingestor().store(growing).build().ingest(Corpus.of(2, 1).documents());

    for (int run = 0; run < 2; run++) {
      IngestReport report =
          ingestor().store(growing).mirror(true).build().ingest(Corpus.of(1, 1).documents());

      assertThat(report.removed()).isZero();
      assertThat(report.failures())
          .containsExactly(
              new IngestFailure(
                  "d1", "the store cannot remove by id, so it still holds a source that is gone"));
    }
  }

  @Test
  void whatAStoreKeptBeforeItFailedIsNotThereTwice() {
    var failures = new AtomicInteger(2);
    var flaky =
        new ListStore() {
          @Override
          public void addAll(
              List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
            super.addAll(ids, embeddings, segments);
            if (failures.getAndDecrement() > 0) {
              throw new java.io.UncheckedIOException(new java.io.IOException("no answer"));
            }
          }
        };

    IngestReport report = ingestor().store(flaky).build().ingest(Corpus.of(3, 2).documents());

    assertThat(report.failures()).isEmpty();
    assertThat(flaky.entries()).extracting(ListStore.Entry::id).hasSize(6).doesNotHaveDuplicates();
  }
}
