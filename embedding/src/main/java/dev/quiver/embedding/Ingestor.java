package dev.quiver.embedding;

import dev.langchain4j.data.document.Document;
import dev.quiver.embedding.internal.ingest.Arrivals;
import dev.quiver.embedding.internal.ingest.Plan;
import dev.quiver.embedding.internal.ingest.Run;
import dev.quiver.embedding.internal.ingest.Stage;
import dev.quiver.embedding.internal.ingest.Tally;
import dev.quiver.embedding.internal.ingest.Tally.Outcome;
import dev.quiver.embedding.internal.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings documents into an embedding store: once, however often it runs.
 *
 * <p>A ledger beside the store says which documents are in it. A run embeds only what is new or has
 * changed, and takes out what a changed document no longer says; killed at any moment, the next run
 * finishes its work. Documents come one by one and flow through bounded queues, so a run needs no
 * more memory for many documents than for few, save some 200 bytes a source.
 *
 * <p>An ingestor may run any number of times; two runs with one ledger at a time are refused.
 */
public final class Ingestor {
  private final Plan plan;
  private final Path ledger;
  private final @Nullable String sourceKey;
  private final List<IngestListener> listeners;

  Ingestor(Plan plan, Path ledger, @Nullable String sourceKey, List<IngestListener> listeners) {
    this.plan = plan;
    this.ledger = ledger;
    this.sourceKey = sourceKey;
    this.listeners = List.copyOf(listeners);
  }

  /** Begins with what every ingestor needs: a model, a store and a ledger. */
  public static IngestorBuilder builder() {
    return new IngestorBuilder();
  }

  /**
   * Ingests what the stream brings, and closes it. A stream that throws where a document should be
   * has brought a bad document, and is asked for the next one.
   */
  public IngestReport ingest(Stream<Document> documents) {
    try (documents) {
      return ingest(
          open -> {},
          new StreamArrivals(documents.map(each -> new DocumentArrival(each, sourceKey))));
    }
  }

  /** Ingests the documents of a folder, in the order of their paths. */
  public IngestReport ingest(FileTree files) {
    try {
      List<Path> found = files.files();
      return ingest(
          open -> Folders.note(open, files, found),
          new StreamArrivals(found.stream().map(file -> new FileArrival(file, files))));
    } catch (IOException failed) {
      throw new UncheckedIOException(files.root() + " cannot be listed", failed);
    }
  }

  private IngestReport ingest(Consumer<Ledger> first, Arrivals arrivals) {
    long started = System.nanoTime();
    try (Ledger open = Ledger.open(ledger)) {
      first.accept(open);
      var run = new Run(plan, open, tally -> tell(progress(tally, arrivals.expected(), started)));
      Tally tally = run.ingest(arrivals);
      IngestReport report = report(tally, since(started));
      listeners.forEach(listener -> listener.finished(report, times(tally)));
      return report;
    }
  }

  private void tell(IngestProgress progress) {
    listeners.forEach(listener -> listener.progressed(progress));
  }

  private static IngestProgress progress(Tally tally, long expected, long started) {
    long done =
        tally.count(Outcome.ADDED)
            + tally.count(Outcome.UNCHANGED)
            + tally.count(Outcome.CHANGED)
            + tally.empty().size()
            + tally.failed();
    return new IngestProgress(done, expected, tally.segments(), tally.failed(), since(started));
  }

  private static IngestReport report(Tally tally, Duration took) {
    return new IngestReport(
        tally.count(Outcome.ADDED),
        tally.count(Outcome.UNCHANGED),
        tally.count(Outcome.CHANGED),
        tally.count(Outcome.REMOVED),
        tally.failures().stream()
            .map(failure -> new IngestFailure(failure.source(), failure.reason()))
            .toList(),
        tally.empty(),
        tally.tokens(),
        took);
  }

  private static StageTimes times(Tally tally) {
    return new StageTimes(
        tally.busy(Stage.READ),
        tally.busy(Stage.SPLIT),
        tally.busy(Stage.EMBED),
        tally.busy(Stage.STORE),
        tally.busy(Stage.NOTE));
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }
}
