package dev.quiver.examples.qa;

import dev.quiver.embedding.IngestFailure;
import dev.quiver.embedding.IngestListener;
import dev.quiver.embedding.IngestProgress;
import dev.quiver.embedding.IngestReport;
import dev.quiver.embedding.StageTimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the folder into the store beside everything else, one run at a time, and can tell at any
 * moment how far it is.
 */
final class Ingestion implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ingestion.class);
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final Library library;
  private final Path ledger;
  private final IngestListener audience;
  private final AtomicReference<State> state = new AtomicReference<>(State.NONE);
  private @Nullable Thread run;

  /**
   * @param audience hears of every run, beside those who ask for its state
   */
  Ingestion(Library library, Path ledger, IngestListener audience) {
    this.library = library;
    this.ledger = ledger;
    this.audience = audience;
  }

  /** Where a run is. */
  enum Phase {
    WAITING,
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * How far it is, or how it went.
   *
   * @param progress of this run; null before the first document
   * @param report of this run; null before its end
   * @param problem what ended it; null where nothing did
   */
  record State(
      Phase phase,
      @Nullable IngestProgress progress,
      @Nullable IngestReport report,
      @Nullable String problem) {
    static final State NONE = new State(Phase.WAITING, null, null, null);

    List<IngestFailure> failures() {
      return report == null ? List.of() : report.failures();
    }
  }

  State state() {
    return state.get();
  }

  /** Returns at once. */
  synchronized void start() {
    if (run != null && run.isAlive()) {
      throw new IllegalStateException("The folder is being read already.");
    }
    state.set(new State(Phase.RUNNING, null, null, null));
    run = Thread.ofVirtual().name("qa-ingest").start(this::ingest);
  }

  private void ingest() {
    try {
      IngestReport report =
          library.ingestor(ledger, List.of(audience, new Watcher())).ingest(library.files());
      state.updateAndGet(last -> new State(Phase.DONE, last.progress(), report, null));
    } catch (RuntimeException failed) {
      if (Thread.currentThread().isInterrupted()) {
        LOG.debug("ingestion ended before its time", failed);
      } else {
        LOG.error("ingestion failed", failed);
      }
      String problem = String.valueOf(failed.getMessage());
      state.updateAndGet(last -> new State(Phase.FAILED, last.progress(), null, problem));
    }
  }

  /** Keeps the state of a run. */
  private final class Watcher implements IngestListener {
    @Override
    public void progressed(IngestProgress progress) {
      state.set(new State(Phase.RUNNING, progress, null, null));
    }

    @Override
    public void finished(IngestReport report, StageTimes times) {
      LOG.debug("ingested in {}", report.took());
    }
  }

  /** Ends a run; the next one takes up where it was. */
  @Override
  public synchronized void close() {
    if (run == null) {
      return;
    }
    run.interrupt();
    try {
      if (!run.join(LONGEST_END)) {
        LOG.warn("ingestion has not ended within {}", LONGEST_END);
      }
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }
}
