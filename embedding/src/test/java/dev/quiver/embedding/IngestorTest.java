package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.quiver.embedding.error.IngestException;
import dev.quiver.embedding.error.LedgerInUseException;
import dev.quiver.embedding.error.ModelChangedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents go in once, whatever happens to them, to the model and to the store. */
class IngestorTest {
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
        .grace(Duration.ZERO)
        .ledger(directory.resolve("ledger"));
  }

  @Test
  void aSecondRunEmbedsNothing() {
    Corpus corpus = Corpus.of(10, 3);

    IngestReport first = ingestor().build().ingest(corpus.documents());
    assertThat(first.added()).isEqualTo(10);
    assertThat(first.tokens()).isEqualTo(10 * (2 + 2 * 4));
    assertThat(model.embedded()).isEqualTo(30);
    List<ListStore.Entry> entries = store.entries();

    IngestReport second = ingestor().build().ingest(corpus.documents());
    assertThat(second.unchanged()).isEqualTo(10);
    assertThat(second.added() + second.changed() + second.removed() + second.tokens()).isZero();
    assertThat(model.embedded()).isZero();
    assertThat(store.entries()).isEqualTo(entries).hasSize(30);
  }

  @Test
  void idsAreNameBasedAndDependOnSourceAndContent() {
    ingestor().build().ingest(Corpus.of(2, 1).put("d9", "document 0").documents());

    assertThat(store.entries())
        .extracting(ListStore.Entry::id)
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(UUID.fromString(id).version()).isEqualTo(5));
  }

  @Test
  void aLineSaidTwiceIsTwoRecords() {
    ingestor().build().ingest(Corpus.of(0, 0).put("a", "same\nsame\nother").documents());

    assertThat(store.size()).isEqualTo(3);
    assertThat(ingestor().build().ingest(Corpus.of(0, 0).put("a", "same\nother").documents()))
        .extracting(IngestReport::changed)
        .isEqualTo(1L);
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void onlyWhatChangedIsEmbeddedAndWhatIsOutdatedGoes() {
    Corpus corpus = Corpus.of(5, 4);
    ingestor().build().ingest(corpus.documents());
    model.embedded();

    corpus.put("d2", "document 2\nline 1 of 2\na new line");
    IngestReport report = ingestor().build().ingest(corpus.documents());

    assertThat(report.changed()).isEqualTo(1);
    assertThat(report.unchanged()).isEqualTo(4);
    assertThat(model.embedded()).isEqualTo(1);
    assertSameAsAFreshRun(corpus);
  }

  @Test
  void lessThanBeforeNeedsNoModelAtAll() {
    ingestor().build().ingest(Corpus.of(0, 0).put("a", "one\ntwo").documents());
    model.embedded();

    Corpus less = Corpus.of(0, 0).put("a", "two");
    assertThat(ingestor().build().ingest(less.documents()).changed()).isEqualTo(1);
    assertThat(model.embedded()).isZero();
    assertSameAsAFreshRun(less);
  }

  @Test
  void aNewRecipeSplitsAgain() {
    Corpus corpus = Corpus.of(3, 2);
    ingestor().build().ingest(corpus.documents());

    IngestReport report =
        ingestor()
            .splitter(document -> List.of(TextSegment.from(document.text(), document.metadata())))
            .recipe("whole")
            .build()
            .ingest(corpus.documents());

    assertThat(report.changed()).isEqualTo(3);
    assertThat(store.size()).isEqualTo(3);
  }

  @Test
  void vanishedSourcesGoOnlyWhenAskedToMirror() {
    Corpus corpus = Corpus.of(4, 2);
    ingestor().build().ingest(corpus.documents());
    corpus.remove("d1");

    assertThat(ingestor().build().ingest(corpus.documents()).removed()).isZero();
    assertThat(store.size()).isEqualTo(8);
    assertThat(ingestor().mirror(true).build().ingest(corpus.documents()).removed()).isEqualTo(1);
    assertSameAsAFreshRun(corpus);
    assertThat(ingestor().mirror(true).build().ingest(corpus.documents()).removed()).isZero();

    corpus.put("d1", "back again");
    assertThat(ingestor().mirror(true).build().ingest(corpus.documents()).added()).isEqualTo(1);
    assertSameAsAFreshRun(corpus);
  }

  @Test
  void mirrorLeavesWhatFailedToday() {
    ingestor().build().ingest(Corpus.of(3, 2).documents());

    Stream<Document> broken =
        Stream.of("d0", "d1", "d2")
            .map(
                name -> {
                  if (name.equals("d1")) {
                    throw new IllegalStateException("cannot parse " + name);
                  }
                  return Corpus.document(name, "new");
                });
    IngestReport report = ingestor().mirror(true).build().ingest(broken);

    assertThat(report.removed()).isZero();
    assertThat(report.failures())
        .extracting(IngestFailure::source, IngestFailure::reason)
        .contains(tuple("(unknown)", "cannot parse d1"));
    assertThat(store.size()).isEqualTo(1 + 2 + 1);
  }

  @Test
  void anotherModelIsRefusedUntilToldToReembed() {
    Corpus corpus = Corpus.of(3, 2);
    ingestor().build().ingest(corpus.documents());
    var other = new WordModel(8);

    assertThatThrownBy(() -> ingestor().model(other).build().ingest(corpus.documents()))
        .isInstanceOf(ModelChangedException.class)
        .hasMessageStartingWith(
            "model must be words-16, which made the vectors of 3 sources in the store, but was"
                + " words-8");
    assertThat(other.embedded()).isZero();

    IngestReport report = ingestor().model(other).reembed(true).build().ingest(corpus.documents());
    assertThat(report.changed()).isEqualTo(3);
    assertThat(store.entries())
        .hasSize(6)
        .allSatisfy(entry -> assertThat(entry.embedding().dimension()).isEqualTo(8));
    assertThat(ingestor().model(other).build().ingest(corpus.documents()).unchanged()).isEqualTo(3);
  }

  @Test
  void aModelOfTheSameNameAndAnotherDimensionIsRefused() {
    ingestor().model(new WordModel(16, "m")).build().ingest(Corpus.of(1, 1).documents());

    assertThatThrownBy(
            () ->
                ingestor().model(new WordModel(8, "m")).build().ingest(Corpus.of(2, 1).documents()))
        .isInstanceOf(ModelChangedException.class)
        .hasMessageContaining("vectors of m must have 16 components");
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void aWipedStoreIsFilledAgain() {
    Corpus corpus = Corpus.of(5, 2);
    ingestor().build().ingest(corpus.documents());
    store.removeAll();

    assertThat(ingestor().build().ingest(corpus.documents()).added()).isEqualTo(5);
    assertSameAsAFreshRun(corpus);
    assertThat(ingestor().build().ingest(corpus.documents()).unchanged()).isEqualTo(5);
  }

  @Test
  void aStoreFromABackupLosesWhatWasOutdatedSince() {
    Corpus corpus = Corpus.of(5, 2);
    ingestor().build().ingest(corpus.documents());
    List<ListStore.Entry> backup = store.entries();
    corpus.put("d1", "changed since").remove("d2").put("d7", "new since");
    ingestor().mirror(true).build().ingest(corpus.documents());

    store.restore(backup);
    ingestor().mirror(true).build().ingest(corpus.documents());

    assertSameAsAFreshRun(corpus);
  }

  @Test
  void anIncarnationTellsWhatNoWitnessCan() {
    Corpus corpus = Corpus.of(3, 1);
    var incarnation = new AtomicReference<>("first");
    ingestor().incarnation(incarnation::get).build().ingest(corpus.documents());
    model.embedded();

    assertThat(ingestor().incarnation(incarnation::get).build().ingest(corpus.documents()))
        .extracting(IngestReport::unchanged)
        .isEqualTo(3L);
    incarnation.set("second");
    ingestor().incarnation(incarnation::get).build().ingest(corpus.documents());

    assertThat(model.embedded()).isEqualTo(3);
    assertThat(store.size()).isEqualTo(3);
  }

  @Test
  void twoRunsWithOneLedgerAreRefused() {
    Ingestor ingestor = ingestor().build();

    assertThatThrownBy(
            () ->
                ingestor.ingest(
                    Stream.of("a")
                        .map(
                            name -> {
                              ingestor().build().ingest(Stream.of());
                              return Corpus.document(name, "text");
                            })))
        .isInstanceOf(LedgerInUseException.class)
        .hasMessageEndingWith("is in use by another run");
  }

  @Test
  void aListenerHearsTheProgressAndTheEnd() {
    var last = new AtomicReference<IngestProgress>();
    var report = new AtomicReference<IngestReport>();
    IngestListener listener =
        new IngestListener() {
          @Override
          public void progressed(IngestProgress progress) {
            last.set(progress);
          }

          @Override
          public void finished(IngestReport done, StageTimes times) {
            assertThat(times.storing()).isPositive();
            report.set(done);
          }
        };

    IngestReport returned =
        ingestor().listener(listener).build().ingest(Corpus.of(7, 2).documents());

    assertThat(report.get()).isEqualTo(returned);
    assertThat(last.get().documents()).isEqualTo(7);
    assertThat(last.get().expected()).isEqualTo(7);
    assertThat(last.get().segments()).isEqualTo(14);
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> Ingestor.builder().model(model).store(store).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ledger must be given, but was not");
    assertThatThrownBy(() -> Ingestor.builder().batchSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchSize must be at least 1, but was 0");
  }

  @Test
  void aStoreThatStaysAwayEndsTheRunAndTheNextOneGoesOn() {
    var away =
        new ListStore() {
          @Override
          public void addAll(
              List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
            throw new java.io.UncheckedIOException(new java.io.IOException("away"));
          }
        };

    assertThatThrownBy(() -> ingestor().store(away).build().ingest(Corpus.of(2_000, 1).documents()))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("the store failed again and again", "away");

    assertThat(ingestor().build().ingest(Corpus.of(2_000, 1).documents()).added()).isEqualTo(2_000);
    assertSameAsAFreshRun(Corpus.of(2_000, 1));
  }

  private void assertSameAsAFreshRun(Corpus corpus) {
    var fresh = new ListStore();
    ingestor()
        .store(fresh)
        .ledger(directory.resolve("fresh-" + UUID.randomUUID()))
        .build()
        .ingest(corpus.documents());
    assertThat(store.entries()).isEqualTo(fresh.entries());
  }
}
